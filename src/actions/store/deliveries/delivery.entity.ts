import { Check, Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import { Customer } from '../../../ledger/customers/customer.entity.js';
import type { DeliveryWay } from '../../../settings/delivery-settings.js';
import { Action } from '../action.entity.js';
import type { DeliveryStatus, Sender } from '../../lifecycle/delivery.js';
import type { Reason } from '../../lifecycle/reasons.js';

/** The delivery of an approved action. Only the holder of the row lock of its action changes it. */
@Entity()
@Index('delivery_due_idx', { synchronize: false })
@Index('delivery_open_idx', { synchronize: false })
@Index('delivery_reason_gone_idx', { synchronize: false })
@Index('delivery_sent_idx', { synchronize: false })
@Check('delivery_way_check', `way IN ('built_in', 'external')`)
@Check('delivery_status_check', `status IN ('waiting', 'sending', 'failed', 'unknown', 'sent', 'cancelled')`)
@Check('delivery_attempts_check', 'attempts >= 0')
@Check('delivery_last_error_check', 'char_length(last_error) <= 500')
@Check('delivery_lease_check', 'num_nulls(lease_holder, lease_token, lease_until) IN (0, 3)')
@Check('delivery_sending_check', `status <> 'sending' OR lease_until IS NOT NULL`)
@Check('delivery_sent_check', `(status = 'sent') = (sent_at IS NOT NULL)`)
export class Delivery {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  actionId: string;

  @Column('uuid')
  customerId: string;

  @Column('text')
  way: DeliveryWay;

  /** An external delivery that is `sending` counts as `waiting` once its lease has expired (see delivery-sql.ts). */
  @Column('text')
  status: DeliveryStatus;

  /** How often the delivery was claimed or tried. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** Why the latest attempt failed, in one sentence without personal data. */
  @Column('text', { nullable: true })
  lastError: string | null;

  /** The next attempt of the built-in sender is not before this time; null if it may be at once. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  notBefore: Date | null;

  /** The Message-ID of every attempt, with its angle brackets; null for external deliveries. */
  @Column('text', { nullable: true })
  messageId: string | null;

  /** The sender as it was set at the approval; null for external deliveries. */
  @Column('jsonb', { nullable: true })
  sender: Sender | null;

  /** The name of the token or of the worker that holds the lease, or held it last. */
  @Column('text', { nullable: true })
  leaseHolder: string | null;

  /** The id of the API token that holds the lease, because names can be shared; null for the built-in sender. */
  @Column('uuid', { nullable: true })
  leaseTokenId: string | null;

  /** New with every lease: a worker that lost its lease cannot report a result. */
  @Column('uuid', { nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil: Date | null;

  /** Why the action was to be cancelled while it was in progress; null if it was not. */
  @Column('text', { nullable: true })
  reasonGone: Reason | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sentAt: Date | null;

  @OneToOne(() => Action)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'action_id', referencedColumnName: 'id' },
  ])
  action?: Action;

  @ManyToOne(() => Customer)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'customer_id', referencedColumnName: 'id' },
  ])
  customer?: Customer;
}
