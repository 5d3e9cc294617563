import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenDatabase } from '../database/connection/open-database.js';
import { Drain } from './drain.js';

/** For what takes its time (see LIMITS.bulkAnswerMs), and clients that are slow to send a request or to take an answer. */
const PATIENCE_MS = 16_000;
/** Orchestrators kill after 30 seconds, and some earlier. */
const FORCE_MS = 22_000;
/** npm passes on the Ctrl-C that the terminal has sent already. */
const SAME_SIGNAL_MS = 1_000;

/** Ends the process, once: answers under way first, then the application, then the database. */
export type Stop = (exitCode: number, reason?: string) => void;

/** To be called before the application listens. */
export function stopper(app: NestExpressApplication, database: OpenDatabase): Stop {
  const drain = new Drain(app.getHttpServer());
  let isStopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    setTimeout(() => process.exit(1), FORCE_MS).unref();
    await drain.run(PATIENCE_MS);
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

/** A second signal means it: the process ends at once. */
export function stopOnSignals(stop: Stop): void {
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (since && Date.now() - since > SAME_SIGNAL_MS) process.exit(1);
      since ||= Date.now();
      stop(0);
    });
  }
}
