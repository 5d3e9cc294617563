import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Company } from '../../../tenancy/company.entity.js';
import type { EventType } from '../../event-types.js';

/** Why an endpoint gets no events: a client disabled it, nothing succeeded for days, or it answered 410. */
export const DISABLED_REASONS = ['client', 'failing', 'gone'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** A URL to which a company has its events sent. */
@Entity()
@Index('webhook_endpoint_active_idx', { synchronize: false })
@Index('webhook_endpoint_deleted_idx', { synchronize: false })
@Check('webhook_endpoint_disabled_reason_check', `disabled_reason IN ('client', 'failing', 'gone')`)
export class WebhookEndpoint {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  url: string;

  /** Null for all types. */
  @Column('text', { array: true, nullable: true })
  types: EventType[] | null;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text')
  secret: string;

  /** The secret before the latest rotation, which signs too until the time below. */
  @Column('text', { nullable: true })
  previousSecret: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  previousSecretUntil: Date | null;

  /** The position in the feed up to which events have deliveries; null until the worker has found it from `replay_since`. */
  @Column('bigint', { nullable: true })
  position: string | null;

  /** The worker moves the position back to the events of this time, and sets it to null. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  replaySince: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  disabledAt: Date | null;

  @Column('text', { nullable: true })
  disabledReason: DisabledReason | null;

  /** The first failure since the latest success; null after a success. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  failingSince: Date | null;

  /** Failures since the latest success. */
  @Column('integer', { default: 0 })
  failures: number;

  /** Whether the latest attempt took long. */
  @Column('boolean', { default: false })
  isSlow: boolean;

  /** When the next delivery is due; null if none waits. While a worker has the lease, the time at which it took it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dueAt: Date | null;

  /** No attempt before this time, because so many have failed. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  restingUntil: Date | null;

  /** New with every lease; null before the first. */
  @Column('uuid', { nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt: Date;

  /** The row stays until a sweep has deleted its deliveries. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt: Date | null;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}

/** The columns of an endpoint whose latest attempt has neither failed nor taken long. */
export const HEALTHY = {
  failures: 0,
  failingSince: null,
  restingUntil: null,
  isSlow: false,
} as const satisfies Partial<WebhookEndpoint>;
