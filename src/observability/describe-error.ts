import { isConnectionFailure } from '../database/connection/connection-failure.js';
import { databaseErrorOf } from '../database/connection/database-error.js';

const MOST_FRAMES = 10;

/**
 * What a log may tell of an error: what kind it is and where it arose. Its text may quote a request or a row, as
 * PostgreSQL's and JSON.parse's do, and is left out but for failures of the connection, which know neither.
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

/** The stack begins with the message, which may have lines that look like frames. */
function frames({ stack = '', message }: Error): string[] {
  const trace = stack.slice(Math.max(stack.indexOf(message), 0) + message.length);
  const lines = trace.split('\n').filter((line) => /^ {4}at /.test(line));
  return lines.slice(0, MOST_FRAMES).map((line) => line.trim());
}
