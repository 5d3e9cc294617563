import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Invoice } from './invoice.entity.js';
import type { InvoiceStatus } from './invoice-status.js';

/**
 * What an invoice was until a ledger sync changed one of these columns, at the end of each day since the row before. The state
 * since the last row is that of the invoice. `customerId` has no foreign key, because the invoice's was checked.
 */
@Entity()
@Check('invoice_balance_status_check', `status IN ('open', 'paid', 'void')`)
export class InvoiceBalance {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  invoiceId: string;

  /** The day of the change in UTC, YYYY-MM-DD. */
  @PrimaryColumn('date')
  until: string;

  @Column('uuid')
  customerId: string;

  @Column('text')
  status: InvoiceStatus;

  @Column('numeric')
  balance: string;

  @Column('text')
  currency: string;

  @Column('date')
  dueOn: string;

  @ManyToOne(() => Invoice)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'invoice_id', referencedColumnName: 'id' },
  ])
  invoice?: Invoice;
}
