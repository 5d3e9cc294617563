import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Customer } from './customer.entity.js';
import type { InvoiceStatus } from './invoice-status.js';

/** An invoice, as in the accounting system. Amounts are decimal strings, days are YYYY-MM-DD. */
@Entity()
@Unique(['companyId', 'id'])
@Unique(['companyId', 'invoiceNumber'])
@Index(['companyId', 'customerId'])
@Index('invoice_list_idx', { synchronize: false })
@Index('invoice_open_due_idx', { synchronize: false })
@Index('invoice_number_trgm_idx', { synchronize: false })
@Check('invoice_status_check', `status IN ('open', 'paid', 'void')`)
@Check('invoice_balance_check', `balance >= 0`)
export class Invoice {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  customerId: string;

  @Column('text')
  invoiceNumber: string;

  @Column('numeric')
  amount: string;

  /** The open balance; 0 if the invoice is paid or void. */
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
