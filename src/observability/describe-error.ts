import { isConnectionFailure } from '../database/connection/connection-failure.js';
import { databaseErrorOf } from '../database/connection/database-error.js';

const MAX_FRAMES = 10;

/**
 * The parts of an error that may be logged: its type, codes and stack frames. The message may quote a request or a row, as those
 * of PostgreSQL and JSON.parse do, so it is logged only for connection failures, which contain neither.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code: sqlstate, routine, constraint } = databaseErrorOf(error) ?? {};
  return {
    type: error.constructor.name,
    sqlstate,
    routine,
    constraint,
    code: sqlstate ? undefined : systemCode(error),
    message: isConnectionFailure(error) ? error.message : undefined,
    at: frames(error),
  };
}

function systemCode({ code }: Error & { code?: unknown }): string | undefined {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}

/** Skips the message at the start of the stack: its lines may look like frames. */
function frames({ stack = '', message }: Error): string[] {
  const trace = stack.slice(Math.max(stack.indexOf(message), 0) + message.length);
  const lines = trace.split('\n').filter((line) => /^ {4}at /.test(line));
  return lines.slice(0, MAX_FRAMES).map((line) => line.trim());
}
