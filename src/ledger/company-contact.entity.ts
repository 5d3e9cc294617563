import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Company } from '../tenancy/company.entity.js';

/** One of the company's own people: who decides on actions. */
@Entity()
@Unique(['companyId', 'id'])
@Unique(['companyId', 'externalId'])
export class CompanyContact {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The accounting system's own key; null where the contact was not made by it. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  /** What the person does, such as Head of Collections. */
  @Column('text', { nullable: true })
  role: string | null;

  /** Whether the person may decide; who has left stays on record. */
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
