import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CompanyContact } from '../../../tenancy/contacts/company-contact.entity.js';
import type { ApproverProof } from '../../lifecycle/decisions/approver.js';
import { Action } from '../action.entity.js';
import type { DraftChanges } from '../../lifecycle/edits.js';
import type { LogCommand } from '../../lifecycle/transitions.js';
import type { Status } from '../../lifecycle/statuses.js';

/** One row for the proposal and for each transition of an action, by a client or by the system. Rows are never changed or deleted. */
@Entity()
@Index(['companyId', 'actionId', 'seq'], { unique: true })
@Index('approval_log_company_id_created_at_seq_idx', { synchronize: false })
@Index('approval_log_actor_idx', { synchronize: false })
@Index('approval_log_approved_by_idx', { synchronize: false })
export class ApprovalLog {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  actionId: string;

  /** Increases with every row. Orders the rows of an action, which can have equal times. */
  @Column({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    insert: false,
    update: false,
  })
  seq: string;

  @Column('text')
  command: LogCommand;

  @Column('text')
  fromStatus: Status;

  @Column('text')
  toStatus: Status;

  @Column('uuid', { nullable: true })
  approvedBy: string | null;

  /** The name of the contact at that time; null without one, and in rows from before the column existed. */
  @Column('text', { nullable: true })
  approvedByName: string | null;

  /** How the contact is known; null without one, and in rows from before the column existed. */
  @Column('text', { nullable: true })
  approvedByProof: ApproverProof | null;

  /** The token's name, the name of a session's contact, or `system`. */
  @Column('text')
  actor: string;

  /** The contact for whom the actor proved to act; null if none, and in rows from before the column existed. */
  @Column('uuid', { nullable: true })
  actorContactId: string | null;

  /** The name of that contact at that time. */
  @Column('text', { nullable: true })
  actorContactName: string | null;

  /** The name of the token whose request made the system act; null if no request did. */
  @Column('text', { nullable: true })
  causedBy: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  comment: string | null;

  /** The hash of the final content, or of the draft if there is none: proves which text was approved. */
  @Column('text', { nullable: true })
  contentSha256: string | null;

  /** The fields that an edit changed; null for all other transitions. */
  @Column('jsonb', { nullable: true })
  changes: DraftChanges | null;

  @Column('text', { nullable: true })
  requestId: string | null;

  /** The hash of what the proposal sets (see action-digests.ts); null in all other rows, and in rows from before the column existed. */
  @Column('text', { nullable: true })
  proposalSha256: string | null;

  /** The hash of the columns that transitions change, after this one; null in rows from before the column existed. */
  @Column('text', { nullable: true })
  stateSha256: string | null;

  /** The hash of the message that this row approves (see approved-message.ts); null in all other rows, and in rows from before the column. */
  @Column('text', { nullable: true })
  approvedSha256: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** The hash of this row and of the hash before it (see log-chain.ts). */
  @Column('text')
  hash: string;

  @ManyToOne(() => Action)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'action_id', referencedColumnName: 'id' },
  ])
  action?: Action;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'approved_by', referencedColumnName: 'id' },
  ])
  approver?: CompanyContact;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'actor_contact_id', referencedColumnName: 'id' },
  ])
  actorContact?: CompanyContact;
}
