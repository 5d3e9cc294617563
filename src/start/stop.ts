import type { INestApplicationContext } from '@nestjs/common';
import type { OpenDatabase } from '../database/connection/open-database.js';
import type { WorkerModule } from '../worker/worker.module.js';

/** Longer than the deadline of any request (LIMITS.bulkDeadlineMs); also ends the wait for slow clients. */
const DRAIN_MS = 16_000;
/** Below the 30 seconds after which orchestrators kill a process; some kill earlier. */
const FORCE_MS = 22_000;
/** npm forwards a Ctrl-C that the process has already received from the terminal: signals within this time count once. */
const SAME_SIGNAL_MS = 1_000;

/** Stops the process: waits for responses and background work in progress, then closes the application, then the database. Works once. */
export type Stop = (exitCode: number, reason?: string) => void;

/** What ends before the application is closed. */
export interface Draining {
  /** Waits for the responses in progress, for at most the given time. */
  drain?: (timeoutMs: number) => Promise<void>;
  /**
   * Begins nothing more from the signal on, while responses are awaited, and ends what is in progress: an attempt to send an e-mail
   * takes up to 20 seconds. Null in a process without the worker.
   */
  worker: WorkerModule | null;
}

export function createStop(
  app: INestApplicationContext,
  database: OpenDatabase,
  { drain, worker }: Draining,
): Stop {
  let isStopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    setTimeout(() => process.exit(1), FORCE_MS).unref();
    await Promise.all([drain?.(DRAIN_MS), worker?.stop()]);
    await app.close();
    await database.release();
    process.exit(exitCode);
  };
  return (exitCode, reason) => {
    if (isStopping) return;
    isStopping = true;
    if (reason) console.error(reason);
    stop(exitCode).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  };
}

/** Stops on SIGINT and SIGTERM; a second signal ends the process at once. */
export function stopOnSignals(stop: Stop): void {
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (firstAt && Date.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      firstAt ||= Date.now();
      stop(0);
    });
  }
}
