import type { INestApplicationContext } from '@nestjs/common';
import { type Config, findMisspeltVariables, isProduction } from '../config/config.js';
import { LOG, type Log, openLog } from '../observability/log.js';
import { NestLog } from '../observability/nest-log.js';

/** Writes Nest's messages and uncaught exceptions to the log. */
export function installLog(app: INestApplicationContext, config: Config): void {
  const log = openLog(config.LOG_LEVEL);
  app.useLogger(new NestLog(log));
  // Node itself would print the error with its message, which may quote content.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'crash');
    process.exit(1);
  });
  for (const misspelt of isProduction(config) ? findMisspeltVariables() : []) {
    log.warn(misspelt, 'misspelt environment variable?');
  }
}

/** Prints a text for people. In production, where stdout carries only JSON lines, logs a message and its fields instead. */
export function announce(
  app: INestApplicationContext,
  config: Config,
  text: string,
  message: string,
  fields: object = {},
): void {
  if (isProduction(config)) app.get<Log>(LOG).info(fields, message);
  else console.log(text);
}
