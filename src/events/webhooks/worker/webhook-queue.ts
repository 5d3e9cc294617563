import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { Clock } from '../../../time/clock.js';
import { EventOrder } from '../../event-order.js';
import { type EventRow, eventJson } from '../../event-json.js';
import type { EventType } from '../../event-types.js';
import type { Lane } from './attempt-slots.js';
import { laneSql, type Lease } from './webhook-leases.js';

/** An endpoint at the moment at which an attempt begins. */
export interface LeasedEndpoint {
  url: string;
  /** Those that sign: the current one, and for a time the one before it. */
  secrets: string[];
  failures: number;
  isSlow: boolean;
  lane: Lane;
  isResting: boolean;
  isReplaying: boolean;
}

/** A delivery that is due. */
export interface DueDelivery {
  id: string;
  position: string | null;
  type: EventType;
  actionId: string | null;
  tries: number;
}

/** Positions of the feed that one statement looks at. */
const WINDOW = 500;

const ENDPOINT = `
  SELECT url, failures, is_slow AS "isSlow", ${laneSql('e')} AS lane, coalesce(resting_until, '-infinity') > $4 AS "isResting",
    replay_since IS NOT NULL AS "isReplaying",
    array_remove(ARRAY[secret, CASE WHEN previous_secret_until > $4 THEN previous_secret END], NULL) AS secrets
  FROM webhook_endpoint e
  WHERE company_id = $1 AND id = $2 AND lease_token = $3 AND lease_until > $4 AND disabled_at IS NULL AND deleted_at IS NULL`;

const WAITING = `company_id = $1 AND endpoint_id = $2 AND status = 'waiting'`;
const COLUMNS = 'id, position, type, action_id AS "actionId", tries';
/** The order of the index `webhook_delivery_waiting_idx`. PostgreSQL would otherwise sort all that wait for each attempt. */
const IN_ORDER = 'next_attempt_at NULLS FIRST, position NULLS FIRST';
/** In the order of the feed; test events come first. */
const FIRST_TRIES = `
  SELECT ${COLUMNS} FROM webhook_delivery
  WHERE ${WAITING} AND next_attempt_at IS NULL AND id <> ALL ($3) ORDER BY ${IN_ORDER} LIMIT $4`;
const RETRIES = `
  SELECT ${COLUMNS} FROM webhook_delivery
  WHERE ${WAITING} AND next_attempt_at <= $3 AND id <> ALL ($4) ORDER BY ${IN_ORDER} LIMIT $5`;

const BODY = `SELECT body FROM webhook_delivery WHERE company_id = $1 AND endpoint_id = $2 AND id = $3`;
const EVENT = `
  SELECT position, id, company_id AS "companyId", type, action_id AS "actionId", actor, request_id AS "requestId",
    created_at AS "createdAt", data::text AS data
  FROM event WHERE company_id = $1 AND position = $2`;

/**
 * Adds the deliveries of the next events and moves the position of the endpoint, in one statement. An event that is replayed begins
 * anew, unless it waits.
 */
const ENQUEUE = `
  WITH head AS (SELECT last, pruned FROM event_head WHERE company_id = $1),
  endpoint AS (
    SELECT position, types FROM webhook_endpoint
    WHERE company_id = $1 AND id = $2 AND lease_token = $3 AND replay_since IS NULL FOR UPDATE),
  span AS (
    SELECT types, greatest(position, pruned) AS low, least(greatest(position, pruned) + ${WINDOW}, last) AS high, last
    FROM endpoint, head
    WHERE ${LIMITS.webhookBacklog} > (
      SELECT count(*) FROM (SELECT FROM webhook_delivery WHERE ${WAITING} LIMIT ${LIMITS.webhookBacklog}) waiting)),
  moved AS (
    UPDATE webhook_endpoint SET position = span.high FROM span
    WHERE company_id = $1 AND id = $2 AND span.high > span.low RETURNING span.high),
  added AS (
    INSERT INTO webhook_delivery (company_id, endpoint_id, id, position, action_id, type, status, created_at, updated_at)
    SELECT $1, $2, e.id, e.position, e.action_id, e.type, 'waiting', $4, $4
    FROM span JOIN event e ON e.company_id = $1 AND e.position > span.low AND e.position <= span.high
    WHERE span.types IS NULL OR e.type = ANY (span.types)
    ON CONFLICT (company_id, endpoint_id, id)
      DO UPDATE SET status = 'waiting', tries = 0, next_attempt_at = NULL, updated_at = $4
      WHERE webhook_delivery.status <> 'waiting')
  SELECT EXISTS (SELECT FROM moved) AS moved`;

/** Bisects the positions, which have no gaps: the times of events that follow each other are nearly in order. */
const PLACE = `
  WITH RECURSIVE search (low, high, since) AS (
    SELECT h.pruned + 1, h.last + 1, e.replay_since - interval '10 minutes'
    FROM webhook_endpoint e JOIN event_head h USING (company_id)
    WHERE e.company_id = $1 AND e.id = $2 AND e.lease_token = $3
    UNION ALL
    SELECT CASE WHEN v.created_at < since THEN v.position + 1 ELSE low END,
      CASE WHEN v.created_at < since THEN high ELSE v.position END, since
    FROM search JOIN event v ON v.company_id = $1 AND v.position = (low + high) / 2 WHERE low < high),
  start AS (SELECT low FROM search ORDER BY high - low LIMIT 1),
  first AS (
    SELECT position - 1 AS position FROM event
    WHERE company_id = $1 AND position >= (SELECT low FROM start)
      AND created_at >= (SELECT replay_since FROM webhook_endpoint WHERE company_id = $1 AND id = $2)
    ORDER BY event.position LIMIT 1)
  UPDATE webhook_endpoint e SET replay_since = NULL, position = least(e.position, coalesce(
    (SELECT position FROM first), (SELECT last FROM event_head WHERE company_id = $1), 0))
  WHERE company_id = $1 AND id = $2 AND lease_token = $3`;

/** What is due for an endpoint. The statements of the process that has the lease. */
@Injectable()
export class WebhookQueue {
  constructor(
    private readonly transactions: Transactions,
    private readonly order: EventOrder,
    private readonly clock: Clock,
  ) {}

  /** Undefined if the lease is lost, or the endpoint was disabled or deleted. */
  async endpoint({ companyId, id, token }: Lease): Promise<LeasedEndpoint | undefined> {
    const { manager } = this.transactions;
    const now = await this.clock.databaseNow(manager);
    return (await manager.query<LeasedEndpoint[]>(ENDPOINT, [companyId, id, token, now]))[0];
  }

  /** First tries in the order of the feed and repeated ones by turns, so that neither waits for the end of the other. */
  async due({ companyId, id }: Lease, inProgress: readonly string[], limit: number): Promise<DueDelivery[]> {
    const { manager } = this.transactions;
    const now = await this.clock.databaseNow(manager);
    const first = await manager.query<DueDelivery[]>(FIRST_TRIES, [companyId, id, inProgress, limit]);
    const again = await manager.query<DueDelivery[]>(RETRIES, [companyId, id, now, inProgress, limit]);
    const turns = Array.from({ length: Math.max(first.length, again.length) }, (_, n) => [
      again[n],
      first[n],
    ]);
    return turns.flat().filter((delivery) => delivery !== undefined);
  }

  /** The JSON of the event; null if the event was deleted for its age. */
  async bodyOf({ companyId, id }: Lease, delivery: DueDelivery): Promise<string | null> {
    const { manager } = this.transactions;
    if (delivery.position === null) {
      const [test] = await manager.query<{ body: string }[]>(BODY, [companyId, id, delivery.id]);
      return test?.body ?? null;
    }
    const [event] = await manager.query<EventRow[]>(EVENT, [companyId, delivery.position]);
    return event ? eventJson(event) : null;
  }

  /** Takes the next events from the feed. @returns whether there were any, for this endpoint or not */
  async enqueue(company: CompanyId, { id, token }: Lease): Promise<boolean> {
    await this.order.extend(company);
    const { manager } = this.transactions;
    const now = await this.clock.databaseNow(manager);
    const [{ moved }] = await manager.query<[{ moved: boolean }]>(ENQUEUE, [company, id, token, now]);
    return moved;
  }

  /** Moves the endpoint back to the events of `replay_since`. */
  async replay(company: CompanyId, { id, token }: Lease): Promise<void> {
    while (await this.order.extend(company));
    await this.transactions.manager.query(PLACE, [company, id, token]);
  }
}
