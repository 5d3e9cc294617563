import {
  Check,
  Column,
  Entity,
  Exclusion,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { Customer } from '../../ledger/customers/customer.entity.js';
import { Invoice } from '../../ledger/invoice.entity.js';
import { CompanyContact } from '../../tenancy/contacts/company-contact.entity.js';
import { Recommendation } from './recommendation.entity.js';
import type { Recipients } from '../lifecycle/recipients.js';
import type { ActionType, Status } from '../lifecycle/statuses.js';

/** A suggested step on an invoice, or on a customer as a whole, in any status. */
@Entity()
@Unique(['companyId', 'id'])
@Index(['companyId', 'customerId'])
@Index(['companyId', 'invoiceId'])
@Index(['companyId', 'recommendationId'])
@Index('action_needs_action_idx', { synchronize: false })
@Index('action_awaiting_customer_idx', { synchronize: false })
@Index('action_in_progress_idx', { synchronize: false })
@Index('action_history_idx', { synchronize: false })
@Index('action_inbox_idx', { synchronize: false })
@Index('action_response_deadline_idx', { synchronize: false })
@Index('action_overdue_idx', { synchronize: false })
@Index('action_contact_idx', { synchronize: false })
@Index('action_expiry_idx', { synchronize: false })
@Index('action_company_expiry_idx', { synchronize: false })
@Index('action_due_idx', { synchronize: false })
@Index('action_assigned_idx', { synchronize: false })
@Exclusion(
  'action_one_recommended_excl',
  `USING btree (company_id WITH =, invoice_id WITH =) WHERE (invoice_id IS NOT NULL AND is_recommended
    AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL)`,
  { deferrable: 'INITIALLY DEFERRED' },
)
@Check('action_action_type_check', `action_type IN ('email', 'call', 'task')`)
@Check('action_status_check', `status IN ('proposed', 'scheduled', 'processing', 'completed', 'cancelled')`)
@Check('action_wait_check', `NOT (recommendation = 'wait_for_customer' AND action_required)`)
@Check('action_executed_check', `(status = 'completed') = (executed_at IS NOT NULL)`)
@Check('action_urgency_score_check', `urgency_score BETWEEN 0 AND 100`)
@Check('action_confidence_check', `confidence BETWEEN 0 AND 1`)
@Check(
  'action_recipients_check',
  `coalesce(jsonb_array_length(to_recipients), 0) + coalesce(jsonb_array_length(cc_recipients), 0) <= 5`,
)
export class Action {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  customerId: string;

  @Column('uuid', { nullable: true })
  invoiceId: string | null;

  @Column('uuid', { nullable: true })
  recommendationId: string | null;

  @Column('text')
  actionType: ActionType;

  @Column('text')
  status: Status;

  @Column('text')
  description: string;

  @Column('text')
  recommendation: string;

  @Column('text')
  recommendationLabel: string;

  @Column('text')
  triggerEvent: string;

  @Column('text')
  triggerEventLabel: string;

  @Column('boolean')
  isRecommended: boolean;

  @Column('boolean')
  actionRequired: boolean;

  @Column('smallint')
  urgencyScore: number;

  @Column('real', { nullable: true })
  confidence: number | null;

  @Column('text', { nullable: true })
  reasoning: string | null;

  @Column('text', { nullable: true })
  subject: string | null;

  /** The text of the draft. Approving or sending another text does not change it (see metadata.final_content). */
  @Column('text', { nullable: true })
  content: string | null;

  /** Null if there are none, and in rows from before the column existed. */
  @Column('jsonb', { nullable: true })
  toRecipients: Recipients;

  @Column('jsonb', { nullable: true })
  ccRecipients: Recipients;

  /** The subject that was approved or sent instead of that of the draft; null without one. */
  @Column('text', { nullable: true })
  finalSubject: string | null;

  /** The hash of the approved message (see approved-message.ts); null if the action was not approved. */
  @Column('text', { nullable: true })
  approvedSha256: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  scheduledFor: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  executedAt: Date | null;

  @Column('text', { nullable: true })
  channelId: string | null;

  @Column('text', { nullable: true })
  externalId: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  responseDeadline: Date | null;

  @Column('jsonb', { default: {} })
  metadata: Record<string, unknown>;

  /** The evidence of the recommendation's source, as it was sent: text, a list or an object. Only the detail of an action reads it. */
  @Column('jsonb', { nullable: true, select: false })
  evidence?: unknown;

  /** The invoice's open balance when the draft was written; null without an invoice. */
  @Column('numeric', { nullable: true })
  draftedBalance: string | null;

  /** The currency of `draftedBalance`, because the currency of an invoice can be corrected. */
  @Column('text', { nullable: true })
  draftedCurrency: string | null;

  /** The due date of the invoice when the draft was written, YYYY-MM-DD; null without an invoice, or if not known. */
  @Column('date', { nullable: true })
  draftedDueOn: string | null;

  /** The customer's name when the draft was written; null if not known. */
  @Column('text', { nullable: true })
  draftedCustomerName: string | null;

  /** When the action expires; null if it does not. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** The contact who looks after the action; null if nobody does. */
  @Column('uuid', { nullable: true })
  assignedTo: string | null;

  /** Whether a client has ever changed the action; a newer recommendation then does not supersede it. */
  @Column('boolean', { default: false })
  touched: boolean;

  /** When and by which client the subject or the text was last edited; null if they are as they were recommended. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  editedAt: Date | null;

  @Column('text', { nullable: true })
  editedBy: string | null;

  /** Increases with every change, soft deletion included; a repeated command is not a change. */
  @Column('integer', { default: 1 })
  version: number;

  /** The hash of the latest entry of the approval log; null if the log is empty. */
  @Column('text', { nullable: true })
  logHead: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  /** The time by which the history is ordered; a generated column, so that an index can contain it. */
  @Column({
    type: 'timestamptz',
    precision: 3,
    nullable: true,
    generatedType: 'STORED',
    asExpression: 'COALESCE(executed_at, updated_at)',
    select: false,
    insert: false,
    update: false,
  })
  historyAt?: Date;

  /** When the event was appended that the response is overdue; null until then. The log does not vouch for it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true, select: false, insert: false, update: false })
  overdueEventAt?: Date | null;

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

  @ManyToOne(() => Recommendation)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'recommendation_id', referencedColumnName: 'id' },
  ])
  recommended?: Recommendation;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'assigned_to', referencedColumnName: 'id' },
  ])
  assignee?: CompanyContact;
}
