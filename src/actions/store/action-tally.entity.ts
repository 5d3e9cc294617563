import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ActionType, Status } from '../lifecycle/statuses.js';

/**
 * The number of a company's actions that have the other columns in common. Triggers of `action` write it for every writer of actions. The
 * rows of a key are as many as transactions changed it at the same time, and only their sum is a number.
 */
@Entity()
@Index('action_tally_key_idx', { synchronize: false })
export class ActionTally {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('uuid')
  companyId: string;

  @Column('text')
  status: Status;

  @Column('text')
  actionType: ActionType;

  @Column('boolean')
  isDeleted: boolean;

  @Column('boolean')
  actionRequired: boolean;

  @Column('boolean')
  isRecommended: boolean;

  @Column('boolean')
  waitsForCustomer: boolean;

  @Column('boolean')
  hasInvoice: boolean;

  @Column('boolean')
  isAssigned: boolean;

  @Column('boolean')
  hasResponseDeadline: boolean;

  @Column('bigint')
  actions: string;
}
