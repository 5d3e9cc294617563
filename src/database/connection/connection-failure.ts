import { isNativeError } from 'node:util/types';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';

/** SQLSTATE classes of transient errors: connection, serialization and deadlock, resources, operator intervention, I/O. */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '57', '58']);
/** Transient SQLSTATEs of other classes: a standby before its promotion, an idle transaction timeout, a lock timeout. */
const TRANSIENT = new Set(['25006', '25P03', '55P03']);
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
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|Client was closed|not queryable/;

/** TypeORM releases a connection that dies; the next statement of the same transaction then throws one of these. */
const RELEASED = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/** Whether the database is unavailable or overloaded, so that a retry of the request may succeed. */
export function isConnectionFailure(thrown: unknown): boolean {
  const error = thrown instanceof QueryFailedError ? (thrown.driverError as unknown) : thrown;
  if (RELEASED.some((errorClass) => error instanceof errorClass)) return true;
  // Not instanceof: under Jest, Node's own errors come from another realm.
  if (!isNativeError(error)) return false;
  const { code = '', errors = [] } = error as { code?: string; errors?: unknown[] };
  return (
    errors.some(isConnectionFailure) ||
    NETWORK.has(code) ||
    TRANSIENT.has(code) ||
    (code.length === 5 && TRANSIENT_CLASSES.has(code.slice(0, 2))) ||
    DRIVER_MESSAGES.test(error.message)
  );
}
