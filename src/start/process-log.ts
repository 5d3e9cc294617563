import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../config.js';
import { openLog } from '../observability/log.js';
import { NestLog } from '../observability/nest-log.js';

/** Sends Nest's messages, and what ends the process unexpectedly, to the log. */
export function logTo(app: INestApplicationContext, { LOG_LEVEL }: Config): void {
  const log = openLog(LOG_LEVEL);
  app.useLogger(new NestLog(log));
  // Node itself would print the whole error, and with it the content that its message quotes.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'crash');
    process.exit(1);
  });
}
