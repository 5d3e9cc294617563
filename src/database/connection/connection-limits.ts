import type { ClientBase, PoolConfig } from 'pg';
import { assertWritable } from '../pool/read-only.js';
import { closeUnresponsiveSockets } from './idle-socket.js';
import { readInSlices } from './slice-reading.js';

/** The timeouts that a DataSource sets on the pool and its connections. */
export type ConnectionLimits = Pick<
  PoolConfig,
  | 'connectionTimeoutMillis'
  | 'statement_timeout'
  | 'lock_timeout'
  | 'idle_in_transaction_session_timeout'
  | 'onConnect'
>;

/** For reads on a replica: the limits of requests, without the check that the session can write. */
export const readLimits = (): ConnectionLimits => limits(async () => {});

/** For requests: statements fail before the deadline of the request, which ends in a 503 (see enforce-deadline.ts). */
export const requestLimits = (): ConnectionLimits => limits(assertWritable);

function limits(check: (client: ClientBase) => Promise<void>): ConnectionLimits {
  // Longer than the statement timeout: only a server that cannot be reached sends nothing for so long.
  const closeIfUnresponsive = closeUnresponsiveSockets(2_000);
  return {
    // Covers the wait for a free connection of the pool, and the handshake with the server.
    connectionTimeoutMillis: 1_500,
    lock_timeout: 1_500,
    statement_timeout: 1_500,
    // Releases the locks of a process that freezes during a transaction.
    idle_in_transaction_session_timeout: 5_000,
    onConnect: async (client) => {
      closeIfUnresponsive(client);
      readInSlices(client);
      await check(client);
    },
  };
}

/** For migrations and the command line, whose statements have no time limit. */
export const WORK_LIMITS: ConnectionLimits = { connectionTimeoutMillis: 10_000 };
