import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.js';
import { describeError } from './describe-error.js';

/** The injection token of the log. */
export const LOG = Symbol('log');
export type Log = Logger;

const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

/**
 * Shared by all logs of the process, so that their lines do not interleave. Writing is asynchronous: a slow reader of stdout does
 * not block requests, but loses lines when the buffer is full.
 */
const stdout = pino.destination({ fd: 1, sync: false, maxLength: MAX_BUFFERED_BYTES });

/** A log of JSON lines on stdout. Pass an error as `err`, with a fixed text: its own message may quote content. */
export const openLog = (level: LogLevel): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    stdout,
  );
