import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../../tenancy/company.entity.js';

/** The latest run of the dunning policy of a company. */
@Entity()
export class PolicyRun {
  @PrimaryColumn('uuid')
  companyId: string;

  /** The day for which the policy ran, YYYY-MM-DD. */
  @Column('date')
  asOf: string;

  @Column({ type: 'timestamptz', precision: 3 })
  ranAt: Date;

  @OneToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
