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
  text: `
    SELECT (pg_current_wal_flush_lsn() - '0/0')::text AS position, system_identifier::text AS system
    FROM pg_control_system()`,
};

/** What the replica shows. A server that was promoted replays nothing more. */
const REPLAYED = {
  name: 'replica-replayed',
  text: `
    SELECT pg_is_in_recovery() AS "isReplica", system_identifier::text AS system,
      coalesce(pg_last_wal_replay_lsn() - '0/0', 0)::text AS position
    FROM pg_control_system()`,
};
interface Position {
  position: string;
  system: string;
}
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
 * the read began, by any process: so a client that has the response to its command sees the effect.
 */
export class Replica {
  readonly pool: FairPool;
  private readonly rounds = new SharedRounds(() => this.round());
  /** Before the first read, none has failed. */
  private latest: ReplicaState = 'current';
  /** How far the replica had replayed at a time of performance.now(). */
  private replayed = { position: 0n, at: -Infinity };
  /** While the replica cannot be used: when to look again, as performance.now() counts. */
  private retryAt = 0;

  constructor(
    private readonly primary: FairPool,
    options: PoolConfig,
  ) {
    this.pool = new FairPool(options);
    // An idle connection was lost. A replica that starts again can be behind where it was.
    this.pool.on('error', () => this.forget());
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
    const flushed = (await this.primary.query<Position>(FLUSHED)).rows[0]!;
    const { position, at } = this.replayed;
    if (position >= BigInt(flushed.position) && performance.now() - at < LIMITS.replicaTrustMs)
      return 'current';
    const wait: Wait = { state: 'unavailable', isOver: false };
    const timer = new AbortController();
    // A replica that does not answer must not delay the reads.
    const timeout = sleep(LIMITS.replicaWaitMs, undefined, { signal: timer.signal });
    try {
      await Promise.race([this.catchUp(flushed, wait), timeout]);
      return wait.state;
    } finally {
      wait.isOver = true;
      timer.abort();
    }
  }

  private async catchUp(flushed: Position, wait: Wait): Promise<void> {
    for (; !wait.isOver; await sleep(POLL_MS)) {
      const at = performance.now();
      const { rows } = await this.pool.query<Position & { isReplica: boolean }>(REPLAYED);
      const { isReplica, system, position } = rows[0]!;
      if (!isReplica || system !== flushed.system) return void (wait.state = 'not_a_replica');
      this.replayed = { position: BigInt(position), at };
      wait.state = this.replayed.position >= BigInt(flushed.position) ? 'current' : 'behind';
      if (wait.state === 'current') return;
    }
  }

  private forget(): void {
    this.replayed = { position: 0n, at: -Infinity };
  }

  private record(state: ReplicaState): void {
    this.latest = state;
    if (state !== 'current') this.forget();
    this.retryAt = performance.now() + LIMITS.replicaRetryMs;
  }
}
