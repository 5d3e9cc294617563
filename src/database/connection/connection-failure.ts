import { isNativeError } from 'node:util/types';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';

/** Classes of SQLSTATE that say "not now" rather than "not so": connections, conflicts, resources, operators, disks. */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '57', '58']);
/** A standby that is not yet promoted, a transaction that was idle too long, a lock that somebody holds. */
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

/** TypeORM gives a connection back when it dies: what the next statement of the same transaction meets. */
const RELEASED = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/** Whether a failure is the database's being away or overloaded, so that the same request may succeed later. */
export function isConnectionFailure(thrown: unknown): boolean {
  const error = thrown instanceof QueryFailedError ? (thrown.driverError as unknown) : thrown;
  if (RELEASED.some((kind) => error instanceof kind)) return true;
  // Not instanceof: in the realm of a test runner, Node's own errors are of another.
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
