import { Injectable } from '@nestjs/common';
import { failpoint } from '../../../database/failpoints.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { SYSTEM_ACTOR } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { Clock } from '../../../time/clock.js';
import { Outbox } from '../../outbox.js';
import type { StoredAttempt, WebhookDeliveryStatus } from '../deliveries/webhook-delivery.entity.js';
import { WebhookEndpointEventData } from '../endpoints/dto/webhook-endpoint.response.js';
import { type DisabledReason, HEALTHY, type WebhookEndpoint } from '../endpoints/webhook-endpoint.entity.js';
import {
  type WebhookEndpointRow,
  WebhookEndpointsRepository,
} from '../endpoints/webhook-endpoints.repository.js';
import { DISABLE_AFTER_MS, restMs, retryPauseMs } from '../sending/retries.js';
import type { Outcome } from '../sending/webhook-sender.js';
import type { DueDelivery, LeasedEndpoint } from './webhook-queue.js';
import type { Lease } from './webhook-leases.js';

/** An attempt that takes longer makes its endpoint slow, which then shares its connections with other slow ones alone. */
const SLOW_MS = 3_000;
const GONE = 410;

/**
 * Does nothing if the delivery has ended or was tried meanwhile, because another process had the lease, or if it begins anew, because a
 * client had it sent again.
 */
const STORE = `
  UPDATE webhook_delivery SET status = $4, next_attempt_at = $5, updated_at = $6, tries = tries + 1,
    attempts = (SELECT coalesce(jsonb_agg(a ORDER BY n), '[]') FROM jsonb_array_elements(attempts || $7::jsonb)
      WITH ORDINALITY AS kept (a, n) WHERE n > jsonb_array_length(attempts) + 1 - ${LIMITS.webhookAttempts})
  WHERE company_id = $1 AND endpoint_id = $2 AND id = $3 AND status = 'waiting' AND tries = $8`;

export const isSlow = ({ durationMs }: Outcome): boolean => durationMs > SLOW_MS;

/** Stores how attempts ended, and what that says about their endpoint. */
@Injectable()
export class WebhookResults {
  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async store(
    company: CompanyId,
    { id: endpointId }: Lease,
    endpoint: LeasedEndpoint,
    delivery: DueDelivery,
    outcome: Outcome,
  ): Promise<void> {
    await this.transactions.run(async (manager) => {
      // The endpoint first, as commands do: clients lock it before its deliveries.
      const hasChanged =
        outcome.error !== null || endpoint.failures > 0 || endpoint.isSlow !== isSlow(outcome);
      const row = hasChanged ? await this.endpoints.lock(company, endpointId) : undefined;
      const now = await this.clock.databaseNow(manager);
      const next = nextOf(outcome, delivery.tries + 1, now);
      const attempt: StoredAttempt = {
        at: now.toISOString(),
        status_code: outcome.statusCode,
        error: outcome.error,
        duration_ms: outcome.durationMs,
      };
      const values = [next.status, next.at, now, JSON.stringify([attempt]), delivery.tries];
      await manager.query(STORE, [company, endpointId, delivery.id, ...values]);
      // An event that was deleted for its age is no failure of the endpoint.
      if (row && outcome.error !== 'event_expired') await this.judge(company, row, outcome, now);
      failpoint('before-webhook-commit');
    });
  }

  private async judge(company: CompanyId, row: WebhookEndpointRow, outcome: Outcome, now: Date) {
    const health: Health = outcome.error === null ? HEALTHY : failureOf(row, now);
    await this.endpoints.update(company, row.id, { ...health, isSlow: isSlow(outcome) });
    const { failingSince } = health;
    const reason: DisabledReason | null =
      outcome.statusCode === GONE
        ? 'gone'
        : failingSince && now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS
          ? 'failing'
          : null;
    if (reason && row.disabled_at === null) await this.disable(company, row, reason, now);
  }

  private async disable(company: CompanyId, before: WebhookEndpointRow, reason: DisabledReason, now: Date) {
    await this.endpoints.update(company, before.id, {
      disabledAt: now,
      disabledReason: reason,
      updatedAt: now,
    });
    const after = (await this.endpoints.find(company, before.id))!;
    const data = WebhookEndpointEventData.from(after);
    const previous = { enabled: true, disabled_reason: null, disabled_at: null };
    const type = 'webhook_endpoint.disabled' as const;
    await this.outbox.append(company, [{ type, actor: SYSTEM_ACTOR, data, previous, at: now }]);
  }
}

type Health = Pick<WebhookEndpoint, 'failures' | 'failingSince' | 'restingUntil'>;

function failureOf({ failures, failing_since }: WebhookEndpointRow, now: Date): Health {
  const rest = restMs(failures + 1);
  return {
    failures: failures + 1,
    failingSince: failing_since ?? now,
    restingUntil: rest > 0 ? new Date(now.getTime() + rest) : null,
  };
}

function nextOf(
  { error, retryAfterMs }: Outcome,
  tries: number,
  now: Date,
): { status: WebhookDeliveryStatus; at: Date | null } {
  if (error === null) return { status: 'delivered', at: null };
  const pause = error === 'event_expired' ? null : retryPauseMs(tries, retryAfterMs);
  if (pause === null) return { status: 'failed', at: null };
  return { status: 'waiting', at: new Date(now.getTime() + pause) };
}
