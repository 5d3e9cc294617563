import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../tenancy/company.entity.js';

/** Where the feed of a company begins and ends. */
@Entity()
export class EventHead {
  @PrimaryColumn('uuid')
  companyId: string;

  /** The highest position; 0 before the first event has one. */
  @Column('bigint', { default: 0 })
  last: string;

  /** The highest position whose event was deleted for its age; 0 if none was. */
  @Column('bigint', { default: 0 })
  pruned: string;

  @OneToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
