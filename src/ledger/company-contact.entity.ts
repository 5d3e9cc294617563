import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Company } from '../tenancy/company.entity.js';

/** A person of the company who can decide on actions. */
@Entity()
@Unique(['companyId', 'id'])
@Unique(['companyId', 'externalId'])
@Index(['companyId', 'name', 'id'])
export class CompanyContact {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The accounting system's key; null if the contact was not created by a ledger sync. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  /** The role in the company, such as Head of Collections; null if unknown. */
  @Column('text', { nullable: true })
  role: string | null;

  /** Whether the person may decide. Contacts are deactivated instead of deleted, because the approval log refers to them. */
  @Column('boolean', { default: true })
  active: boolean;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
