import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Customer } from '../../ledger/customer.entity.js';
import { Invoice } from '../../ledger/invoice.entity.js';

/** One proposal on an invoice, or on a customer as a whole: its actions are the alternatives, exactly one of them recommended. */
@Entity()
@Unique(['companyId', 'id'])
@Index('recommendation_open_invoice_idx', { synchronize: false })
@Index('recommendation_open_customer_idx', { synchronize: false })
@Index('recommendation_dedupe_idx', { synchronize: false })
export class Recommendation {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  customerId: string;

  @Column('uuid', { nullable: true })
  invoiceId: string | null;

  /** Who proposed it: `dunning_policy`, or the name of an agent. */
  @Column('text')
  source: string;

  /** The proposer's own name for it, if any: the same again is the same recommendation. */
  @Column('text', { nullable: true })
  dedupeKey: string | null;

  /** SHA-256 of what was proposed: equal fingerprints mean that it would come out the same. */
  @Column('text')
  fingerprint: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** Null while it is the open recommendation of its invoice, or of its customer where it has no invoice. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  closedAt: Date | null;

  @ManyToOne(() => Customer)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'customer_id', referencedColumnName: 'id' },
  ])
  customer?: Customer;

  @ManyToOne(() => Invoice)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'invoice_id', referencedColumnName: 'id' },
  ])
  invoice?: Invoice;
}
