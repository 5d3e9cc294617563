import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DeliveryJob } from '../actions/store/deliveries/delivery-jobs.js';
import { JobQueue } from '../database/jobs/job-queue.js';
import { runWithClaim } from '../database/pool/claim.js';
import { LOG, type Log } from '../observability/log.js';
import { Sender } from './sender.service.js';

/** The attempts of one process at a time. */
const CONCURRENCY = 5;
/** How often to look for deliveries that are due. */
const POLL_MS = 500;

/** Takes due deliveries from the queue and has them sent. Any number of workers may run side by side. */
@Injectable()
export class DeliveryWorker {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private stopped?: Promise<void>;

  constructor(
    private readonly jobs: JobQueue,
    private readonly sender: Sender,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.jobs.start((err) => this.log.warn({ err }, 'the job queue failed'));
    this.loop = this.run();
  }

  /** Starts no further attempts, and resolves when those in progress have ended and are stored. Can be called again. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.all(this.running);
    await this.jobs.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const free = CONCURRENCY - this.running.size;
      const jobs = await this.jobs.take<DeliveryJob>('delivery', free);
      if (this.stopping.signal.aborted) return this.putBack(jobs.map(({ id }) => id));
      for (const { id, data } of jobs) this.begin(id, data);
      // With more jobs than it could take, it goes on when an attempt has ended.
      const pause = jobs.length === free ? Promise.race(this.running) : this.pause();
      await pause;
    }
  }

  /** Jobs that were being taken when the worker was stopped: another worker need not wait until they expire. */
  private async putBack(ids: string[]): Promise<void> {
    if (ids.length > 0)
      await this.jobs.putBack('delivery', ids).catch((err: unknown) => this.log.warn({ err }, 'jobs expire'));
  }

  private pause(): Promise<unknown> {
    return sleep(POLL_MS, undefined, { signal: this.stopping.signal }).catch(() => {});
  }

  private begin(jobId: string, job: DeliveryJob): void {
    const attempt = runWithClaim('worker', () => this.sender.process(jobId, job))
      // The job is taken up again when it expires.
      .catch((err: unknown) => this.log.warn({ err, action_id: job.actionId }, 'a delivery failed'))
      .finally(() => this.running.delete(attempt));
    this.running.add(attempt);
  }
}
