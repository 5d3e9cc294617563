import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type DeliveryJob, DeliveryJobs } from '../actions/store/deliveries/delivery-jobs.js';
import {
  type Attempt,
  type AttemptResult,
  DeliveryStore,
} from '../actions/store/deliveries/delivery-store.js';
import { Config } from '../config/config.js';
import { failpoint } from '../database/failpoints.js';
import { Transactions } from '../database/transactions.js';
import { addressKey } from '../input/email-input.js';
import { LOG, type Log } from '../observability/log.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { HandOver } from './hand-over.service.js';
import { type Outcome, TRANSPORT, type Transport } from './mail/transport.js';
import { ATTEMPT_MS, LEASE_SECONDS, pauseAfter } from './schedule/attempts.js';
import { HARD_BOUNCE, SuppressionsService } from './suppressions/suppressions.service.js';

/** The outcome of an attempt whose process has not stored one. */
const LOST: Outcome = {
  kind: 'unknown',
  error: 'The process that sent the e-mail has ended before the mail server replied: it may have been sent.',
  refused: [],
};

/** The outcome of an attempt that could not be finished within its lease: others may decide about the action by then. */
const TOO_LATE: Outcome = {
  kind: 'temporary',
  error: 'The process was stopped or too slow: its time for the attempt was over before it could send.',
  refused: [],
};

/** After the start of an attempt, no e-mail is sent later than this, and no outcome is stored later than with the lease. */
const LATEST_SEND_MS = LEASE_SECONDS * 1_000 - ATTEMPT_MS - 2_000;
const STORE_AGAIN_MS = 1_000;

/** Sends one due delivery: hands it over to the transport, and stores what came of it. */
@Injectable()
export class Sender {
  constructor(
    private readonly admission: OperatorAdmission,
    private readonly handOver: HandOver,
    private readonly deliveries: DeliveryStore,
    private readonly suppressions: SuppressionsService,
    private readonly jobs: DeliveryJobs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: DeliveryMetrics,
    @Inject(TRANSPORT) private readonly transport: Transport,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Works on a job of the queue. The job ends in the transaction that stores the result; until then it can be taken up again. */
  async process(jobId: string, { companyId, actionId }: DeliveryJob): Promise<void> {
    const company = await this.admission.admit(companyId);
    // By a clock that a change of the time does not affect, and from before the lease begins.
    const startedAt = performance.now();
    const due = await this.handOver.prepare(company, actionId, jobId, (attempts, now) =>
      this.resultOf(LOST, '', attempts, now),
    );
    if (!due) return;
    const { message, attempt } = due;
    failpoint('before-hand-over');
    const isLate = performance.now() - startedAt > LATEST_SEND_MS;
    const outcome = isLate ? TOO_LATE : await this.transport.send(message);
    failpoint('after-hand-over');
    const status = await this.storeUntil(startedAt + LEASE_SECONDS * 1_000, () =>
      this.store(company, message.messageId, { jobId, actionId, attempt, outcome }),
    );
    this.metrics.attempts.inc({ outcome: status ?? 'superseded' });
    const ms = Math.round(performance.now() - startedAt);
    const fields = { company_id: company, action_id: actionId, attempt: attempt.number, outcome: status, ms };
    this.log.info(fields, 'an attempt to deliver ended');
  }

  /** Repeats a store that fails: a lost connection to the database must not make an e-mail that was sent an unknown one. */
  private async storeUntil<T>(deadline: number, store: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await store();
      } catch (err) {
        if (performance.now() + STORE_AGAIN_MS > deadline) throw err;
        this.log.warn({ err }, 'the outcome of a delivery could not be stored');
      }
      await sleep(STORE_AGAIN_MS);
    }
  }

  /** Stores the outcome, and returns what became of the delivery; undefined if another attempt has begun. */
  private store(
    company: CompanyId,
    messageId: string,
    {
      jobId,
      actionId,
      attempt,
      outcome,
    }: { jobId: string; actionId: string; attempt: Attempt; outcome: Outcome },
  ): Promise<AttemptResult['status'] | undefined> {
    return this.transactions.run(async (manager) => {
      const now = await this.clock.databaseNow(manager);
      const isBounced = outcome.refused.length > 0;
      const result = { ...this.resultOf(outcome, messageId, attempt.number, now), isBounced };
      const isStored = await this.deliveries.finish(company, actionId, attempt.leaseToken, result);
      // The job is then the one of the other attempt, or of the next.
      if (!isStored) return undefined;
      // In one order, because transactions that add the same addresses in another one would deadlock.
      for (const email of outcome.refused.map(addressKey).toSorted())
        await this.suppressions.add(company, { email, reason: HARD_BOUNCE }, SYSTEM_ACTOR);
      if (result.status === 'waiting') await this.jobs.reschedule(company, actionId, result.notBefore);
      else await this.jobs.remove(jobId);
      failpoint('before-delivery-commit');
      return result.status;
    });
  }

  private resultOf(outcome: Outcome, messageId: string, attempts: number, now: Date): AttemptResult {
    const { kind, error } = outcome;
    if (kind === 'sent') return { status: 'sent', externalId: messageId, error };
    if (kind === 'permanent') return { status: 'failed', error };
    const isUnknown = kind === 'unknown';
    const pause = pauseAfter(attempts);
    if ((isUnknown && this.onUnknown === 'hold') || pause === null)
      return { status: isUnknown ? 'unknown' : 'failed', error };
    return { status: 'waiting', error, notBefore: new Date(now.getTime() + pause) };
  }

  /** What happens to a delivery of which nobody knows whether it was sent. */
  private get onUnknown(): 'hold' | 'retry' {
    return this.transport.isRepeatable ? 'retry' : this.config.DELIVERY_ON_UNKNOWN;
  }
}
