import type { PoolConfig } from 'pg';
import { endWhenSilent } from './idle-socket.js';

/** What a DataSource hands to the pool and its connections. */
export type ConnectionLimits = Pick<
  PoolConfig,
  | 'connectionTimeoutMillis'
  | 'statement_timeout'
  | 'lock_timeout'
  | 'idle_in_transaction_session_timeout'
  | 'onConnect'
>;

/** For requests: somebody waits, and is told 503 rather than nothing (see http/answer-in-time.ts). */
export const requestLimits = (): ConnectionLimits => ({
  // For a free connection of the pool as well as for the server's handshake.
  connectionTimeoutMillis: 1_500,
  lock_timeout: 1_500,
  statement_timeout: 1_500,
  // A process that froze within a transaction gives its locks back.
  idle_in_transaction_session_timeout: 5_000,
  // Later than any statement may take: only a server that is not there says nothing for so long.
  onConnect: endWhenSilent(2_000),
});

/** For migrations and the command line, whose statements take as long as there is work. */
export const WORK_LIMITS: ConnectionLimits = { connectionTimeoutMillis: 10_000 };
