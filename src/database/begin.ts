import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import { send } from './connection/send.js';
import { socketOf } from './connection/socket-of.js';

/**
 * Begins a transaction on the connection of a query runner, whose startTransaction() would keep the next statement from being sent
 * before the response.
 * @returns a promise that rejects if the transaction could not begin; the connection is then closed, so that no later statement runs
 *   outside of a transaction
 */
export function begin(
  runner: QueryRunner,
  client: PoolClient,
  isolation?: 'REPEATABLE READ',
): Promise<unknown> {
  const begun = send(client, `START TRANSACTION${isolation ? ` ISOLATION LEVEL ${isolation}` : ''}`);
  // What startTransaction() sets. Without it, save() of an entity manager would begin a transaction of its own.
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
  begun.catch(() => socketOf(client).destroy());
  return begun;
}
