import { Injectable } from '@nestjs/common';
import { BATCH_ROWS, inBatches } from '../../../database/in-batches.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { Clock } from '../../../time/clock.js';

const DAY_MS = 86_400_000;

const DELETE_ENDED = `
  DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM webhook_delivery WHERE status <> 'waiting' AND updated_at < $1 LIMIT ${BATCH_ROWS}))`;
const DELETE_OF_DELETED = `
  DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
    SELECT d.ctid FROM webhook_endpoint e JOIN webhook_delivery d ON d.company_id = e.company_id AND d.endpoint_id = e.id
    WHERE e.deleted_at < $1 LIMIT ${BATCH_ROWS}))`;
/** The lease of such an endpoint has ended by then, so nothing is added any more. */
const DELETE_ENDPOINTS = `
  DELETE FROM webhook_endpoint e WHERE (company_id, id) IN (
    SELECT company_id, id FROM webhook_endpoint WHERE deleted_at < $1 LIMIT ${BATCH_ROWS})
    AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.company_id = e.company_id AND d.endpoint_id = e.id)`;
/** Longer than a lease, and than an attempt. */
const AFTER_DELETION_MS = 60_000;

/** Deletes old deliveries, and deleted endpoints with theirs. */
@Injectable()
export class WebhookSweep {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = (await this.clock.databaseNow(this.transactions.manager)).getTime();
    const { manager } = this.transactions;
    await inBatches(manager, DELETE_ENDED, [new Date(now - LIMITS.webhookDays * DAY_MS)]);
    await inBatches(manager, DELETE_OF_DELETED, [new Date(now - AFTER_DELETION_MS)]);
    await inBatches(manager, DELETE_ENDPOINTS, [new Date(now - AFTER_DELETION_MS)]);
  }
}
