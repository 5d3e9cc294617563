import { setTimeout as sleep } from 'node:timers/promises';
import { failpoint } from '../../../database/failpoints.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import type { Clock } from '../../../time/clock.js';
import { FAILING } from '../sending/retries.js';
import { signedHeaders } from '../sending/signature.js';
import type { Outcome, WebhookSender } from '../sending/webhook-sender.js';
import type { AttemptSlots } from './attempt-slots.js';
import type { Lease } from './webhook-leases.js';
import type { DueDelivery, LeasedEndpoint, WebhookQueue } from './webhook-queue.js';
import { isSlow, type WebhookResults } from './webhook-results.js';

export interface RunParts {
  queue: WebhookQueue;
  results: WebhookResults;
  sender: WebhookSender;
  slots: AttemptSlots;
  clock: Clock;
}

/** Attempts to one endpoint at a time, of events of different actions. */
const MOST_AT_ONCE = 8;
/** Deliveries to choose from, because several may be of one action. */
const CANDIDATES = 32;
/** How often to look for new events while attempts are in progress. */
const LOOK_MS = 1_000;
/** After this time, the endpoint lets others have its place in the process, if it has more to do. */
const TURN_MS = 20_000;

/**
 * Sends what is due to one leased endpoint, until nothing is. Attempts for one action follow each other. It begins with one attempt at a
 * time, and adds one with each quick success: an endpoint that hangs has one connection.
 */
export class EndpointRun {
  private readonly inProgress = new Map<string, Promise<void>>();
  private readonly busyActions = new Set<string>();
  private readonly startedAt = performance.now();
  private atOnce = 1;

  constructor(
    private readonly company: CompanyId,
    private readonly lease: Lease,
    private readonly parts: RunParts,
    private readonly stopping: AbortSignal,
  ) {}

  async run(): Promise<void> {
    try {
      while (!this.stopping.aborted && performance.now() - this.startedAt < TURN_MS && (await this.step()));
    } finally {
      // All of them, even if one fails: the lease is given back next.
      await Promise.allSettled(this.inProgress.values());
    }
  }

  /** @returns false if nothing is left to do */
  private async step(): Promise<boolean> {
    const endpoint = await this.parts.queue.endpoint(this.lease);
    if (!endpoint || endpoint.isResting) return false;
    // It must not keep a place of the quick ones while it waits for a slot of the slow ones.
    if (endpoint.lane !== this.lease.lane) return false;
    if (endpoint.isReplaying) {
      await this.parts.queue.replay(this.company, this.lease);
      return true;
    }
    const limit = endpoint.failures >= FAILING ? 1 : this.atOnce;
    const started = await this.startDue(endpoint, limit);
    if (this.inProgress.size < limit) {
      // Only when nothing else is due: an endpoint that fails leaves the events in the feed.
      if (started === 0 && (await this.parts.queue.enqueue(this.company, this.lease))) return true;
      if (this.inProgress.size === 0) return started > 0;
    }
    await this.untilChange(this.inProgress.size < limit);
    return true;
  }

  private async untilChange(looksForMore: boolean): Promise<void> {
    const looking = new AbortController();
    const look = looksForMore ? [sleep(LOOK_MS, undefined, { signal: looking.signal }).catch(() => {})] : [];
    await Promise.race([...this.inProgress.values(), ...look]);
    looking.abort();
  }

  /** @returns how many attempts it has started */
  private async startDue(endpoint: LeasedEndpoint, limit: number): Promise<number> {
    const before = this.inProgress.size;
    if (before >= limit) return 0;
    const due = await this.parts.queue.due(this.lease, [...this.inProgress.keys()], CANDIDATES);
    const startable = due.filter(({ actionId }) => actionId === null || !this.busyActions.has(actionId));
    let started = 0;
    for (const delivery of startable) {
      if (this.inProgress.size >= limit) break;
      if (this.inProgress.has(delivery.id) || this.isBusy(delivery)) continue;
      const giveBack = await this.parts.slots.take(this.company, this.lease.lane);
      if (this.stopping.aborted) {
        giveBack();
        break;
      }
      this.start(endpoint, delivery, giveBack);
      started += 1;
    }
    return started;
  }

  private isBusy({ actionId }: DueDelivery): boolean {
    return actionId !== null && this.busyActions.has(actionId);
  }

  private start(endpoint: LeasedEndpoint, delivery: DueDelivery, giveBack: () => void): void {
    const { id, actionId } = delivery;
    if (actionId !== null) this.busyActions.add(actionId);
    const attempt = this.attempt(endpoint, delivery).finally(() => {
      giveBack();
      this.inProgress.delete(id);
      if (actionId !== null) this.busyActions.delete(actionId);
    });
    // The run ends with the error when it waits for the attempt.
    attempt.catch(() => {});
    this.inProgress.set(id, attempt);
  }

  private async attempt(endpoint: LeasedEndpoint, delivery: DueDelivery): Promise<void> {
    const { queue, results, sender, clock } = this.parts;
    const body = await queue.bodyOf(this.lease, delivery);
    failpoint('before-webhook-attempt');
    const outcome: Outcome =
      body === null
        ? { statusCode: null, error: 'event_expired', durationMs: 0, retryAfterMs: null }
        : await sender.post(
            endpoint.url,
            signedHeaders(delivery.id, clock.now(), endpoint.secrets, body),
            body,
          );
    failpoint('after-webhook-response');
    await results.store(this.company, this.lease, endpoint, delivery, outcome);
    const isQuick = outcome.error === null && !isSlow(outcome);
    this.atOnce = isQuick ? Math.min(this.atOnce + 1, MOST_AT_ONCE) : 1;
  }
}
