import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ActionType, Status } from '../lifecycle/statuses.js';

/**
 * A narrow copy of an action for searches, with the columns that lists filter and order by: to scan the texts of all actions of a
 * company, PostgreSQL would read their drafts. Triggers of `action` write it for every writer of actions.
 */
@Entity()
@Index('action_text_trgm_idx', { synchronize: false })
export class ActionSearch {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  customerId: string;

  @Column('uuid', { nullable: true })
  invoiceId: string | null;

  @Column('uuid', { nullable: true })
  recommendationId: string | null;

  @Column('uuid', { nullable: true })
  assignedTo: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  scheduledFor: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  historyAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  responseDeadline: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt: Date | null;

  @Column('smallint')
  urgencyScore: number;

  @Column('boolean')
  actionRequired: boolean;

  @Column('boolean')
  isRecommended: boolean;

  @Column('text')
  status: Status;

  @Column('text')
  actionType: ActionType;

  @Column('text')
  recommendation: string;

  /** The description and the labels of the action, without accents and case (see text-search.ts), with a separator between them. */
  @Column('text')
  text: string;
}
