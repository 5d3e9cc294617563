import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Customer } from '../customers/customer.entity.js';
import { Invoice } from '../invoice.entity.js';

/**
 * A pause in the collection of a customer's invoices, or of one invoice. It is in force until it is ended, replaced, or `until` has
 * passed; nothing needs to run at that time: a sweep only appends the event. Ended holds are kept as a record of who paused what (LIMITS.endedHolds).
 */
@Entity()
@Index('hold_customer_idx', { synchronize: false })
@Index('hold_invoice_idx', { synchronize: false })
@Index('hold_ended_idx', { synchronize: false })
@Index('hold_passed_idx', { synchronize: false })
@Check('hold_subject_check', 'num_nonnulls(customer_id, invoice_id) = 1')
export class Hold {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The customer that is on hold with all its invoices; null if one invoice is on hold. */
  @Column('uuid', { nullable: true })
  customerId: string | null;

  /** The invoice that is on hold, whichever customer the ledger moves it to; null if a customer is on hold. */
  @Column('uuid', { nullable: true })
  invoiceId: string | null;

  @Column('text')
  reason: string;

  /** When the hold ends by itself; null if only a person ends it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  until: Date | null;

  /** The name of the client that set the hold. */
  @Column('text')
  setBy: string;

  @Column('text', { nullable: true })
  requestId: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** When the hold was ended or replaced, or had passed before it was replaced; null until then. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  /** The name of the client that ended or replaced the hold; null if `until` had passed. */
  @Column('text', { nullable: true })
  endedBy: string | null;

  /** When the event `hold.ended` was appended because `until` had passed; null until then. The hold ends without it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  passedEventAt: Date | null;

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
