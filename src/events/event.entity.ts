import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../tenancy/company.entity.js';
import type { EventType } from './event-types.js';

/** A thing that happened, as consumers see it. Appended by the transaction that did it; only `position` is set later. */
@Entity()
@Index(['companyId', 'seq'], { where: 'position IS NULL' })
@Index(['companyId', 'position'], { unique: true, where: 'position IS NOT NULL' })
@Index(['companyId', 'type', 'position'], { where: 'position IS NOT NULL' })
@Index(['companyId', 'actionId', 'position'], { where: 'position IS NOT NULL AND action_id IS NOT NULL' })
export class Event {
  /** The order in which transactions appended their events, which is not the order in which they committed. */
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  seq: string;

  @Column('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The place in the feed of the company, from 1 and without gaps; null until a reader has needed it (see event-order.ts). */
  @Column('bigint', { nullable: true })
  position: string | null;

  @Column('text')
  type: EventType;

  /** The action that it concerns; null if it concerns none. */
  @Column('uuid', { nullable: true })
  actionId: string | null;

  @Column('text')
  actor: string;

  @Column('text', { nullable: true })
  requestId: string | null;

  /** The object as the API shows it, with `previous`: the earlier values of the changed fields. `json` keeps the text as it is. */
  @Column('json')
  data: unknown;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
