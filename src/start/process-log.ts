import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../config.js';
import { openLog } from '../observability/log.js';
import { NestLog } from '../observability/nest-log.js';

/** Writes Nest's messages and uncaught exceptions to the log. */
export function installLog(app: INestApplicationContext, { LOG_LEVEL }: Config): void {
  const log = openLog(LOG_LEVEL);
  app.useLogger(new NestLog(log));
  // Node itself would print the error with its message, which may quote content.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'crash');
    process.exit(1);
  });
}
