import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolConfig } from 'pg';
import { LIMITS } from '../../limits.js';
import { runWithoutDeadline } from '../../time/deadline.js';
import { isConnectionFailure } from '../connection/connection-failure.js';
import { databaseErrorOf } from '../connection/database-error.js';
import { runUnclaimed } from '../pool/claim.js';
import { FairPool } from '../pool/fair-pool.js';
import { SharedRounds } from './shared-rounds.js';

/**
 * How far the log of changes has been flushed on the primary. A commit is acknowledged after that, so every acknowledged commit is
 * before this position.
 */
const FLUSHED = {
  name: 'replica-flushed',
  text: 'SELECT pg_current_wal_flush_lsn()::text AS lsn, system_identifier::text AS system FROM pg_control_system()',
};

/** Whether the replica shows everything up to a position. A server that was promoted replays nothing more. */
const REPLAYED = {
  name: 'replica-replayed',
  text: `
    SELECT pg_is_in_recovery() AS "isReplica", system_identifier::text = $2 AS "isSameSystem",
      coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS "isCurrent"
    FROM pg_control_system()`,
};
const POLL_MS = 5;

/** SQLSTATE query_canceled: the statement took too long, and would do so on the primary too. */
const CANCELED = '57014';

/**
 * `current`: reads run on the replica. Otherwise they run on the primary, because the replica is `behind` by more than a read waits
 * for, does not answer (`unavailable`), or is no replica of the primary, for example since its promotion (`not_a_replica`).
 */
export const REPLICA_STATES = ['current', 'behind', 'unavailable', 'not_a_replica'] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** One wait for the replica to catch up: what is known of it so far. */
interface Wait {
  state: ReplicaState;
  isOver: boolean;
}

/**
 * A read replica by streaming replication. A read may run on it only once it has replayed every commit that was acknowledged before
 * the read began, whoever made it and by whichever process: so a client that has the response to its command sees the effect.
 */
export class Replica {
  readonly pool: FairPool;
  private readonly rounds = new SharedRounds(() => this.round());
  /** Before the first read, none has failed. */
  private latest: ReplicaState = 'current';
  /** While the replica cannot be used: when to look again, as performance.now() counts. */
  private retryAt = 0;

  constructor(
    private readonly primary: FairPool,
    options: PoolConfig,
  ) {
    this.pool = new FairPool(options);
    // An idle connection that is lost ends the process otherwise.
    this.pool.on('error', () => {});
  }

  get state(): ReplicaState {
    return this.latest;
  }

  /**
   * Whether a read that begins now may run on the replica. It waits a moment if the replica is a little behind, but not for a replica
   * that is known to be unusable, which is looked at about once a second meanwhile.
   */
  async isCurrent(): Promise<boolean> {
    if (this.latest === 'current') return (await this.rounds.next()) === 'current';
    if (performance.now() >= this.retryAt) void this.rounds.next();
    return false;
  }

  /** Whether a statement failed because of the replica, so that the primary can run it. */
  hasFailed(error: unknown): boolean {
    if (databaseErrorOf(error)?.code === CANCELED || !isConnectionFailure(error)) return false;
    // A statement that conflicts with what the replica must replay is cancelled, which tells nothing of the others.
    if (databaseErrorOf(error)?.code !== '40001') this.record('unavailable');
    return true;
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  /** For all reads that wait, in the context of none of them. */
  private async round(): Promise<ReplicaState> {
    const state = await runWithoutDeadline(() => runUnclaimed(() => this.compare())).catch(
      (): ReplicaState => 'unavailable',
    );
    this.record(state);
    return state;
  }

  private async compare(): Promise<ReplicaState> {
    const { lsn, system } = (await this.primary.query<{ lsn: string; system: string }>(FLUSHED)).rows[0]!;
    const wait: Wait = { state: 'unavailable', isOver: false };
    const timer = new AbortController();
    // A replica that does not answer must not delay the reads.
    const timeout = sleep(LIMITS.replicaWaitMs, undefined, { signal: timer.signal });
    try {
      await Promise.race([this.catchUp([lsn, system], wait), timeout]);
      return wait.state;
    } finally {
      wait.isOver = true;
      timer.abort();
    }
  }

  private async catchUp(values: string[], wait: Wait): Promise<void> {
    type Row = { isReplica: boolean; isSameSystem: boolean; isCurrent: boolean };
    for (; !wait.isOver; await sleep(POLL_MS)) {
      const [row] = (await this.pool.query<Row>({ ...REPLAYED, values })).rows;
      const { isReplica, isSameSystem, isCurrent } = row!;
      wait.state = !isReplica || !isSameSystem ? 'not_a_replica' : isCurrent ? 'current' : 'behind';
      if (wait.state !== 'behind') return;
    }
  }

  private record(state: ReplicaState): void {
    this.latest = state;
    this.retryAt = performance.now() + LIMITS.replicaRetryMs;
  }
}
