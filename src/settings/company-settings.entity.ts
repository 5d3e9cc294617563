import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../tenancy/company.entity.js';
import type { Settings } from './settings.js';

/** The settings that a company has changed. A company has no row until it changes one. */
@Entity()
export class CompanySettings {
  @PrimaryColumn('uuid')
  companyId: string;

  /** By name; a setting that is absent has its fallback. */
  @Column('jsonb', { default: {} })
  overrides: Partial<Settings>;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  updatedAt: Date | null;

  @OneToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
