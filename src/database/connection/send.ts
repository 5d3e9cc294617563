import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { socketOf } from './socket-of.js';

/**
 * Sends a statement at once, also if earlier ones of the connection have no response yet: PostgreSQL executes them in their order.
 * Statements that are sent in the same turn of the event loop leave in one packet and share a round trip.
 */
export function send<Row extends QueryResultRow>(
  client: PoolClient,
  statement: string | QueryConfig,
): Promise<QueryResult<Row>> {
  const socket = socketOf(client);
  if (socket.writableCorked === 0) {
    socket.cork();
    process.nextTick(() => socket.uncork());
  }
  return client.query<Row>(statement);
}
