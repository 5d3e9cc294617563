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
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? '';
  return (
    NETWORK.has(code) ||
    code === LOCK_NOT_AVAILABLE ||
    (code.length === 5 && TRANSIENT_CLASSES.has(code.slice(0, 2))) ||
    DRIVER_MESSAGES.test(error.message)
  );
}
