import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../../../config/config.js';
import { identifyClaim, runWithClaim } from '../../../database/pool/claim.js';
import { LOG, type Log } from '../../../observability/log.js';
import { OperatorAdmission } from '../../../tenancy/admission.js';
import { Clock } from '../../../time/clock.js';
import { EventSignal } from '../../signal/event-signal.js';
import { WebhookSender } from '../sending/webhook-sender.js';
import { AttemptSlots, type Lane } from './attempt-slots.js';
import { EndpointRun } from './endpoint-run.js';
import { type Lease, RENEW_MS, WebhookLeases } from './webhook-leases.js';
import { WebhookQueue } from './webhook-queue.js';
import { WebhookResults } from './webhook-results.js';

/** Endpoints to which one process sends at a time. However many slow ones wait for their slots, the quick ones have their own. */
const ENDPOINTS: Record<Lane, number> = { quick: 200, slow: 64 };
/** How often to look for endpoints that have something to do, without and with new events. */
const POLL_MS = 1_000;
const PAUSE_MS = 100;
/** The client for whose share connections to the database are taken. */
const CLIENT = 'webhooks';

/** Sends events to webhook endpoints. Any number of workers may run side by side. */
@Injectable()
export class WebhookWorker {
  private readonly runs = new Map<Lease, Promise<void>>();
  private readonly slots = new AttemptSlots();
  private readonly stopping = new AbortController();
  private wakeUp = new AbortController();
  private readonly ended = new AbortController();
  private claiming: Promise<void> = Promise.resolve();
  private renewing: Promise<void> = Promise.resolve();
  private unsubscribe?: () => void;
  private stopped?: Promise<void>;

  constructor(
    private readonly signal: EventSignal,
    private readonly leases: WebhookLeases,
    private readonly queue: WebhookQueue,
    private readonly results: WebhookResults,
    private readonly sender: WebhookSender,
    private readonly admission: OperatorAdmission,
    private readonly clock: Clock,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    if (this.config.WEBHOOK_ALLOW_PRIVATE)
      this.log.warn(
        'WEBHOOK_ALLOW_PRIVATE lets webhooks reach private addresses; it is for development only',
      );
    // One statement finds the endpoints of all companies.
    this.unsubscribe = this.signal.subscribe(() => this.wakeUp.abort());
    this.claiming = this.claimLoop();
    this.renewing = this.renewLoop();
  }

  /** Starts no further attempts, and resolves when those in progress have ended and are stored. Can be called again. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    this.unsubscribe?.();
    this.stopping.abort();
    this.wakeUp.abort();
    // A look-up in progress may still begin runs, which end at once.
    await this.claiming;
    await Promise.all(this.runs.values());
    this.ended.abort();
    await this.renewing;
  }

  private async claimLoop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wakeUp = new AbortController();
      const places = { quick: this.freePlaces('quick'), slow: this.freePlaces('slow') };
      const leases = await this.logged(() => this.leases.claim(places));
      for (const lease of leases ?? []) this.begin(lease);
      const signal = AbortSignal.any([this.wakeUp.signal, this.stopping.signal]);
      await sleep(POLL_MS, undefined, { signal }).catch(() => {});
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal }).catch(() => {});
    }
  }

  private freePlaces(lane: Lane): number {
    return ENDPOINTS[lane] - [...this.runs.keys()].filter((lease) => lease.lane === lane).length;
  }

  /** Goes on while attempts are in progress, also when the worker stops. */
  private async renewLoop(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      await sleep(RENEW_MS, undefined, { signal }).catch(() => {});
      if (this.runs.size > 0) await this.logged(() => this.leases.renew([...this.runs.keys()]));
    }
  }

  private begin(lease: Lease): void {
    const run = runWithClaim(CLIENT, () => this.send(lease))
      // Another run takes the endpoint up when the lease has ended.
      .catch((err: unknown) => this.log.warn({ err, endpoint_id: lease.id }, 'a webhook run failed'))
      .finally(() => this.runs.delete(lease));
    this.runs.set(lease, run);
  }

  private async send(lease: Lease): Promise<void> {
    const company = await this.admission.admit(lease.companyId);
    identifyClaim(CLIENT, company);
    try {
      const { queue, results, sender, slots, clock } = this;
      await new EndpointRun(
        company,
        lease,
        { queue, results, sender, slots, clock },
        this.stopping.signal,
      ).run();
    } finally {
      await this.leases.release(lease);
    }
  }

  private async logged<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await runWithClaim(CLIENT, work);
    } catch (err) {
      // The next pass catches up.
      this.log.warn({ err }, 'webhooks could not be looked up');
      return undefined;
    }
  }
}
