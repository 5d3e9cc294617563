import type { INestApplicationContext } from '@nestjs/common';
import type { OpenDatabase } from '../database/connection/open-database.js';
import type { Drain } from './drain.js';

/** Longer than any request may take (LIMITS.bulkAnswerMs), and for clients that send or read slowly. */
const DRAIN_MS = 16_000;
/** Orchestrators kill after 30 seconds, some earlier. */
const FORCE_MS = 22_000;
/** npm passes on the Ctrl-C that the terminal has sent already. */
const SAME_SIGNAL_MS = 1_000;

/** Stops the process, once: responses in progress first, then the application, then the database. */
export type Stop = (exitCode: number, reason?: string) => void;

export function stopper(app: INestApplicationContext, database: OpenDatabase, drain?: Drain): Stop {
  let isStopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    setTimeout(() => process.exit(1), FORCE_MS).unref();
    await drain?.run(DRAIN_MS);
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
export function onSignals(stop: Stop): void {
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (since && Date.now() - since > SAME_SIGNAL_MS) process.exit(1);
      since ||= Date.now();
      stop(0);
    });
  }
}
