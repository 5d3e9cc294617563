import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config.js';
import { describeError } from './describe-error.js';

/** For dependency injection. */
export const LOG = Symbol('log');
export type Log = Logger;

const MOST_UNWRITTEN_BYTES = 8 * 1024 * 1024;

/**
 * One for all logs of the process, so that their lines never tangle. It is written behind the requests' backs: whoever reads
 * it slowly holds nobody up, and loses lines in the end.
 */
const stdout = pino.destination({ fd: 1, sync: false, maxLength: MOST_UNWRITTEN_BYTES });

/** The log: JSON lines on stdout. Errors go in as `err` and with a message of ours, for their own may quote content. */
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
