import { runWithClaim } from '../database/pool/claim.js';
import type { Log } from '../observability/log.js';

/** A recurring background pass. */
export interface Sweep {
  /** Its name in the log. */
  name: string;
  everySeconds: number;
  run(): Promise<void>;
}

/** Runs sweeps periodically. A sweep never overlaps itself: its next pause begins when a run has ended, even if it failed. */
export class SweepSchedule {
  private readonly timers = new Map<Sweep, NodeJS.Timeout>();
  private readonly running = new Map<Sweep, Promise<void>>();
  private isStopped = false;

  constructor(private readonly log: Log) {}

  start(sweeps: readonly Sweep[]): void {
    for (const sweep of sweeps) this.scheduleNext(sweep);
  }

  /** Starts no further runs, and resolves when the runs in progress have ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.running.values());
  }

  private scheduleNext(sweep: Sweep): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      const run = this.runLogged(sweep);
      this.running.set(sweep, run);
      void run.then(() => this.scheduleNext(sweep));
    }, sweep.everySeconds * 1_000);
    this.timers.set(sweep, timer);
  }

  private async runLogged(sweep: Sweep): Promise<void> {
    try {
      // A client like any other: a sweep may not take the connections of token look-ups.
      await runWithClaim('worker', () => sweep.run());
    } catch (err) {
      // The next run catches up.
      this.log.warn({ err, sweep: sweep.name }, 'a sweep failed');
    }
  }
}
