import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Company } from '../../tenancy/company.entity.js';

/** A customer of the company, as in the accounting system. */
@Entity()
@Unique(['companyId', 'id'])
@Unique(['companyId', 'externalId'])
@Index(['companyId', 'name', 'id'])
@Index('customer_name_trgm_idx', { synchronize: false })
export class Customer {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The accounting system's key. */
  @Column('text')
  externalId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  /** The contact person at the customer. */
  @Column('text', { nullable: true })
  contactName: string | null;

  /** An IANA time zone, such as Europe/Vienna. */
  @Column('text', { nullable: true })
  timeZone: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
