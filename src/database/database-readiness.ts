import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LIMITS } from '../limits.js';
import { runWithoutDeadline } from '../time/deadline.js';
import { poolOf } from './connection/pool.js';
import { runUnclaimed } from './pool/claim.js';
import { readOnlyError } from './pool/read-only.js';
import { replicaOf } from './replica/read-pool.js';
import type { ReplicaState } from './replica/replica.js';

/** Assigns a transaction id, as a write does: a standby, or a server that must be vacuumed first, refuses it. */
const CHECK = `SELECT pg_current_xact_id(), current_setting('transaction_read_only')::boolean AS "isReadOnly"`;

/**
 * Checks whether the database accepts writes. Anybody may ask, so the checks share one connection at a time, and a success counts
 * for a second. They use a connection that is reserved from clients, because a process that is only busy must keep its traffic.
 */
@Injectable()
export class DatabaseReadiness {
  private checking?: Promise<void>;
  private succeededAt = -Infinity;

  constructor(private readonly dataSource: DataSource) {}

  /** @throws the driver's error if the database does not respond, or accepts no writes */
  async check(): Promise<void> {
    if (performance.now() - this.succeededAt < LIMITS.readyMs) return;
    this.checking ??= runWithoutDeadline(() => this.run()).finally(() => (this.checking = undefined));
    await this.checking;
  }

  /** The state of the read replica, as it was a second ago at most; null without one. */
  async replicaState(): Promise<ReplicaState | null> {
    const replica = replicaOf(this.dataSource);
    await replica?.isCurrent();
    return replica?.state ?? null;
  }

  private async run(): Promise<void> {
    const pool = poolOf(this.dataSource);
    const { rows } = await runUnclaimed(() => pool.query<{ isReadOnly: boolean }>(CHECK));
    if (rows[0]!.isReadOnly) {
      pool.discardAll();
      throw readOnlyError();
    }
    this.succeededAt = performance.now();
  }
}
