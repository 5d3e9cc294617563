import type { DataSource } from 'typeorm';
import { poolOf } from '../connection/pool.js';
import { currentClaim, runFallenBack } from '../pool/claim.js';
import type { FairPool } from '../pool/fair-pool.js';
import type { Replica } from './replica.js';

const replicas = new WeakMap<DataSource, Replica>();

export const attachReplica = (dataSource: DataSource, replica: Replica): void =>
  void replicas.set(dataSource, replica);

/** The read replica of a DataSource; undefined without DATABASE_READ_URL. */
export const replicaOf = (dataSource: DataSource): Replica | undefined => replicas.get(dataSource);

/**
 * Runs a read on the replica if there is one that shows every commit that was acknowledged before; otherwise on the primary. Work
 * without a company takes the primary: transactions, so that they see what they wrote, and look-ups of tokens and sessions.
 * @param read must not write, and may be called a second time
 */
export async function onReadPool<T>(
  dataSource: DataSource,
  read: (pool: FairPool) => Promise<T>,
): Promise<T> {
  const replica = replicas.get(dataSource);
  if (!replica || !currentClaim()?.company) return read(poolOf(dataSource));
  if (await replica.isCurrent()) {
    try {
      return await read(replica.pool);
    } catch (error) {
      if (!replica.hasFailed(error)) throw error;
    }
  }
  return runFallenBack(() => read(poolOf(dataSource)));
}
