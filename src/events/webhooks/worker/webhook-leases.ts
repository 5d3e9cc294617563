import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import { Clock } from '../../../time/clock.js';
import { SUSPECT } from '../sending/retries.js';
import type { Lane } from './attempt-slots.js';

/** Renewed by the process that has it; another process takes the endpoints of a killed one after this time. */
const LEASE_SECONDS = 15;
export const RENEW_MS = 4_000;

/** The right to send to an endpoint: one process at a time has it, so that the order of events can be kept. */
export interface Lease {
  companyId: string;
  id: string;
  token: string;
  /** The lane of the endpoint when the lease was taken. */
  lane: Lane;
}

const LEASE_END = `$1::timestamptz + interval '${LEASE_SECONDS} seconds'`;

/** An endpoint with something to do: a delivery is due, or its company has events that it has not got. */
const HAS_WORK = `
  e.due_at <= $1 OR e.replay_since IS NOT NULL
  OR e.position < (SELECT h.last FROM event_head h WHERE h.company_id = e.company_id)
  OR EXISTS (SELECT FROM event v WHERE v.company_id = e.company_id AND v.position IS NULL)`;
/** SQL: the lane of an endpoint. */
export const laneSql = (alias: string): string =>
  `CASE WHEN ${alias}.is_slow OR ${alias}.failures >= ${SUSPECT} THEN 'slow' ELSE 'quick' END`;
/** The endpoints of a lane that can be claimed, the longest untouched first. */
const claimable = (lane: Lane, limit: string): string => `
  SELECT e.company_id, e.id FROM webhook_endpoint e
  WHERE e.deleted_at IS NULL AND e.disabled_at IS NULL AND coalesce(e.lease_until, '-infinity') <= $1
    AND coalesce(e.resting_until, '-infinity') <= $1 AND ${laneSql('e')} = '${lane}' AND (${HAS_WORK})
  ORDER BY e.lease_until NULLS FIRST LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED`;
/** `due_at` makes an endpoint due again if the process is killed. */
const CLAIM = `
  WITH quick AS (${claimable('quick', '$3')}), slow AS (${claimable('slow', '$4')}),
  claimed AS (
    UPDATE webhook_endpoint e SET lease_token = $2, lease_until = ${LEASE_END}, due_at = least(due_at, $1)
    WHERE (company_id, id) IN (SELECT * FROM quick UNION ALL SELECT * FROM slow)
    RETURNING company_id, id, ${laneSql('e')} AS lane)
  SELECT company_id AS "companyId", id, lane FROM claimed`;
const RENEW = `
  UPDATE webhook_endpoint SET lease_until = ${LEASE_END}
  FROM jsonb_to_recordset($2) AS l ("companyId" uuid, id uuid, token uuid)
  WHERE webhook_endpoint.company_id = l."companyId" AND webhook_endpoint.id = l.id AND lease_token = l.token AND lease_until > $1`;
/** A lock of its own, so that the next statement sees what was made due meanwhile. */
const LOCK = `
  SELECT id FROM webhook_endpoint WHERE company_id = $1 AND id = $2 AND lease_token = $3 FOR UPDATE`;
const RELEASE = `
  UPDATE webhook_endpoint SET lease_token = NULL, lease_until = $4, due_at = (
    SELECT coalesce(next_attempt_at, $4) FROM webhook_delivery
    WHERE company_id = $1 AND endpoint_id = $2 AND status = 'waiting' ORDER BY next_attempt_at NULLS FIRST LIMIT 1)
  WHERE company_id = $1 AND id = $2 AND lease_token = $3`;

@Injectable()
export class WebhookLeases {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the leases of endpoints that have something to do.
   * @param places the highest number in each lane
   */
  async claim(places: Record<Lane, number>): Promise<Lease[]> {
    const { manager } = this.transactions;
    const now = await this.clock.databaseNow(manager);
    const token = randomUUID();
    const claimed = await manager.query<Omit<Lease, 'token'>[]>(CLAIM, [
      now,
      token,
      places.quick,
      places.slow,
    ]);
    return claimed.map((endpoint) => ({ ...endpoint, token }));
  }

  async renew(leases: readonly Lease[]): Promise<void> {
    const { manager } = this.transactions;
    await manager.query(RENEW, [await this.clock.databaseNow(manager), JSON.stringify(leases)]);
  }

  /** Gives a lease back, and stores when the next delivery of the endpoint is due. */
  async release({ companyId, id, token }: Lease): Promise<void> {
    await this.transactions.run(async (manager) => {
      await manager.query(LOCK, [companyId, id, token]);
      const now = await this.clock.databaseNow(manager);
      await manager.query(RELEASE, [companyId, id, token, now]);
    });
  }
}
