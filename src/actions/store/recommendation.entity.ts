import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Customer } from '../../ledger/customers/customer.entity.js';
import { Invoice } from '../../ledger/invoice.entity.js';

/** Alternative actions on an invoice, or on a customer as a whole. Exactly one alternative is recommended. */
@Entity()
@Unique(['companyId', 'id'])
@Index(['companyId', 'customerId'])
@Index(['companyId', 'invoiceId'])
@Index('recommendation_list_idx', { synchronize: false })
@Index('recommendation_source_idx', { synchronize: false })
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

  /** The origin: `dunning_policy`, or the name of an agent. */
  @Column('text')
  source: string;

  /** The source's own key; null if it gave none. Sending the same key again does not create another recommendation. */
  @Column('text', { nullable: true })
  dedupeKey: string | null;

  /** SHA-256 of the content of the recommendation, to detect that a new recommendation would be equal. */
  @Column('text')
  fingerprint: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** Null while it is open. An invoice, or a customer as a whole, has at most one open recommendation. */
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
