import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own messages, in our log; what it tells of a normal start counts as debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly destination: Log) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** The last of what follows a message is where it comes from; a stack before it would repeat an error's text. */
  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    more: unknown[],
  ): void {
    const text = typeof message === 'string' ? message : 'failure';
    const err = message instanceof Error ? message : undefined;
    this.destination[level]({ context: more.at(-1), err }, text);
  }
}
