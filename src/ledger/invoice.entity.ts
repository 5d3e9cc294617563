import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Customer } from './customers/customer.entity.js';
import type { InvoiceKind, InvoiceStatus } from './invoice-status.js';

/** An invoice or a credit note, as in the accounting system. Amounts are decimal strings, days are YYYY-MM-DD. */
@Entity()
@Unique(['companyId', 'id'])
@Index(['companyId', 'customerId'])
@Index('invoice_list_idx', { synchronize: false })
@Index('invoice_open_due_idx', { synchronize: false })
@Index('invoice_number_idx', { synchronize: false })
@Index('invoice_external_id_idx', { synchronize: false })
@Index('invoice_number_trgm_idx', { synchronize: false })
@Check('invoice_status_check', `status IN ('open', 'paid', 'void')`)
@Check('invoice_kind_check', `kind IN ('invoice', 'credit_note')`)
@Check('invoice_balance_check', `kind = 'invoice' OR balance >= 0`)
export class Invoice {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  customerId: string;

  /** The accounting system's key; null if the ledger identifies invoices by number. */
  @Column('text', { nullable: true })
  externalId: string | null;

  /** Unique among the invoices without an `externalId`. */
  @Column('text')
  invoiceNumber: string;

  @Column('text', { default: 'invoice' })
  kind: InvoiceKind;

  /** The amount on the document, above 0. */
  @Column('numeric')
  amount: string;

  /** What is open of the amount; below 0 if the invoice is overpaid, 0 if the invoice is paid or void. */
  @Column('numeric')
  balance: string;

  /** An ISO 4217 code. */
  @Column('text')
  currency: string;

  @Column('date')
  issuedOn: string;

  @Column('date')
  dueOn: string;

  @Column('text')
  status: InvoiceStatus;

  @Column('boolean', { default: false })
  disputed: boolean;

  /** The day on which the customer promised to pay; null without a promise. */
  @Column('date', { nullable: true })
  promisedOn: string | null;

  @Column('date', { nullable: true })
  settledOn: string | null;

  /** When a change of the invoice last cancelled its actions; null if none did. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  actionsCancelledAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => Customer)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'customer_id', referencedColumnName: 'id' },
  ])
  customer?: Customer;
}
