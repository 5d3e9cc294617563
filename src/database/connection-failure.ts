import { isNativeError } from 'node:util/types';
import { QueryFailedError } from 'typeorm';

/** Classes of SQLSTATE that say "not now" rather than "not so": connections, resources, operator intervention. */
const TRANSIENT_CLASSES = new Set(['08', '53', '57']);
const LOCK_NOT_AVAILABLE = '55P03';
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const DRIVER_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|not queryable/;

/** Whether a failure is the database's being away or overloaded, so that the same request may succeed later. */
export function isConnectionFailure(thrown: unknown): boolean {
  const error = thrown instanceof QueryFailedError ? (thrown.driverError as unknown) : thrown;
  // Not instanceof: in the realm of a test runner, Node's own errors are of another.
  if (!isNativeError(error)) return false;
  const { code = '', errors = [] } = error as { code?: string; errors?: unknown[] };
  return (
    errors.some(isConnectionFailure) ||
    NETWORK.has(code) ||
    code === LOCK_NOT_AVAILABLE ||
    (code.length === 5 && TRANSIENT_CLASSES.has(code.slice(0, 2))) ||
    DRIVER_MESSAGES.test(error.message)
  );
}
