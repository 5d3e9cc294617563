import type { PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { LIMITS } from '../../limits.js';
import { abandoned, extendDeadline, runWithoutDeadline } from '../../time/deadline.js';
import { allowSilence } from '../connection/idle-socket.js';
import { runAs, runUnclaimed } from '../pool/claim.js';
import type { FairPool } from '../pool/fair-pool.js';
import { onReadPool } from '../replica/read-pool.js';

/** Ends the statement before the deadline of the request. */
const STATEMENT_MS = LIMITS.searchMs - 500;
/**
 * Only searches pay for the round trips. A search uses one core of the server, the others serve other requests. The backend's id
 * is valid until COMMIT, even behind a connection pooler. The matches of a frequent word stay in memory: with less, PostgreSQL may also
 * compare every action with every matching invoice.
 */
const BEGIN = `
  BEGIN;
  SET LOCAL work_mem = '64MB';
  SET LOCAL statement_timeout = ${STATEMENT_MS};
  SET LOCAL max_parallel_workers_per_gather = 0;
  SELECT pg_backend_pid() AS pid`;

/**
 * Runs a search, which reads every text of a company if its words are frequent: with a later deadline, one at a time for each
 * company, and cancelled when its client disconnects.
 */
export const searchStatement = <Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<Row[]> => onReadPool(dataSource, (pool) => search<Row>(pool, text, values));

async function search<Row extends QueryResultRow>(
  pool: FairPool,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  extendDeadline(LIMITS.searchWaitMs);
  const client = await runAs('search', () => pool.connect());
  extendDeadline(LIMITS.searchMs);
  let isDone = false;
  try {
    const rows = await allowSilence(client, LIMITS.searchMs, () => select<Row>(pool, client, text, values));
    isDone = true;
    return rows;
  } finally {
    client.release(!isDone);
  }
}

async function select<Row extends QueryResultRow>(
  pool: FairPool,
  client: PoolClient,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  // The result of several statements is a list, which the types of pg do not declare.
  const begun = (await client.query(BEGIN)) as unknown as { rows: { pid: number }[] }[];
  const whenAbandoned = cancelWhenAbandoned(pool, begun.at(-1)!.rows[0]!.pid);
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await whenAbandoned.settle();
    await client.query('COMMIT');
  }
}

/** Cancels the statement of a backend when nobody waits for its result any more. */
function cancelWhenAbandoned(pool: FairPool, pid: number): { settle(): Promise<void> } {
  const signal = abandoned();
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = (): void => {
    const query = () => pool.query('SELECT pg_cancel_backend($1)', [pid]);
    cancelling = runWithoutDeadline(() => runUnclaimed(query)).catch(
      // The statement timeout ends the statement anyway.
      () => {},
    );
  };
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  return {
    /** Waits for a cancellation that has begun, which must not meet the next statement of the connection. */
    async settle() {
      signal?.removeEventListener('abort', cancel);
      await cancelling;
    },
  };
}
