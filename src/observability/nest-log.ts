import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Writes Nest's own messages to our log, its start-up messages at level debug. */
export class NestLog implements LoggerService {
  constructor(private readonly destination: Log) {}

  log(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write('error', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  /** Nest passes the context last. A stack before it is not logged, because it contains the message of the error. */
  private write(
    level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    parameters: unknown[],
  ): void {
    const text = typeof message === 'string' ? message : 'failure';
    const err = message instanceof Error ? message : undefined;
    this.destination[level]({ context: parameters.at(-1), err }, text);
  }
}
