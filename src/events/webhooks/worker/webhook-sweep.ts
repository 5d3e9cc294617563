import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { Clock } from '../../../time/clock.js';

const BATCH = 1_000;
const DAY_MS = 86_400_000;

const DELETE_ENDED = `
  DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM webhook_delivery WHERE status <> 'waiting' AND updated_at < $1 LIMIT ${BATCH}))`;
const DELETE_OF_DELETED = `
  DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
    SELECT d.ctid FROM webhook_endpoint e JOIN webhook_delivery d ON d.company_id = e.company_id AND d.endpoint_id = e.id
    WHERE e.deleted_at < $1 LIMIT ${BATCH}))`;
/** The lease of such an endpoint has ended by then, so nothing is added any more. */
const DELETE_ENDPOINTS = `
  DELETE FROM webhook_endpoint e WHERE (company_id, id) IN (
    SELECT company_id, id FROM webhook_endpoint WHERE deleted_at < $1 LIMIT ${BATCH})
    AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.company_id = e.company_id AND d.endpoint_id = e.id)`;
/** Longer than a lease, and than an attempt. */
const AFTER_DELETION_MS = 60_000;

/** Deletes old deliveries, and deleted endpoints with theirs, in batches that stay below the statement timeout. */
@Injectable()
export class WebhookSweep {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = (await this.clock.databaseNow(this.transactions.manager)).getTime();
    await this.inBatches(DELETE_ENDED, new Date(now - LIMITS.webhookDays * DAY_MS));
    await this.inBatches(DELETE_OF_DELETED, new Date(now - AFTER_DELETION_MS));
    await this.inBatches(DELETE_ENDPOINTS, new Date(now - AFTER_DELETION_MS));
  }

  private async inBatches(statement: string, before: Date): Promise<void> {
    let deleted: number;
    do {
      [, deleted] = await this.transactions.manager.query<[unknown, number]>(statement, [before]);
    } while (deleted === BATCH);
  }
}
