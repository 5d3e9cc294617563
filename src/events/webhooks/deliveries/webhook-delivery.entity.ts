import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { EventType } from '../../event-types.js';
import { WebhookEndpoint } from '../endpoints/webhook-endpoint.entity.js';
import type { WebhookError } from '../sending/errors.js';

export const WEBHOOK_DELIVERY_STATUSES = ['waiting', 'delivered', 'failed'] as const;
export type WebhookDeliveryStatus = (typeof WEBHOOK_DELIVERY_STATUSES)[number];

/** An attempt as the row keeps it. */
export interface StoredAttempt {
  at: string;
  status_code: number | null;
  error: WebhookError | null;
  duration_ms: number;
}

/** The delivery of one event to one endpoint. */
@Entity()
@Index('webhook_delivery_list_idx', { synchronize: false })
@Index('webhook_delivery_waiting_idx', { synchronize: false })
@Index('webhook_delivery_ended_idx', { synchronize: false })
@Check('webhook_delivery_status_check', `status IN ('waiting', 'delivered', 'failed')`)
export class WebhookDelivery {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  endpointId: string;

  /** The id of the event. */
  @PrimaryColumn('uuid')
  id: string;

  /** Of the event in the feed; null for a test event, which is not in the feed. */
  @Column('bigint', { nullable: true })
  position: string | null;

  @Column('uuid', { nullable: true })
  actionId: string | null;

  @Column('text')
  type: EventType;

  /** The JSON of a test event; null for an event of the feed, which has it. */
  @Column('text', { nullable: true })
  body: string | null;

  @Column('text')
  status: WebhookDeliveryStatus;

  /** Since the event was sent or re-sent first. */
  @Column('integer', { default: 0 })
  tries: number;

  /** Null before the first try, which is due at once, and after the last. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt: Date | null;

  /** The latest ones, oldest first. */
  @Column('jsonb', { default: [] })
  attempts: StoredAttempt[];

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt: Date;

  @ManyToOne(() => WebhookEndpoint)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'endpoint_id', referencedColumnName: 'id' },
  ])
  endpoint?: WebhookEndpoint;
}
