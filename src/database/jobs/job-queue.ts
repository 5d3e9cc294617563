import { Injectable } from '@nestjs/common';
import type PgBoss from 'pg-boss';
import { DataSource } from 'typeorm';
import { poolOf } from '../connection/pool.js';
import { runUnclaimed } from '../pool/claim.js';
import { Transactions } from '../transactions.js';
import { type ExecuteSql, openBoss, type QueueName } from './queues.js';

export interface NewJob {
  /** A job with the id of another one in its queue is not added. */
  id: string;
  data: object;
  /** When the job is due; immediately if absent. */
  startAfter?: Date;
  /** Among the jobs that are due, a higher number comes first; 0 by default. */
  priority?: number;
}

/** Background jobs in PostgreSQL, by pg-boss. A job runs at least once, so it must check the state that it is about. */
@Injectable()
export class JobQueue {
  private readonly boss: PgBoss;

  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    this.boss = openBoss((text, values) => runUnclaimed(() => poolOf(dataSource).query(text, values)), {
      migrate: false,
    });
  }

  /** Looks for expired jobs until `stop()`. */
  async start(onError: (error: Error) => void): Promise<void> {
    this.boss.on('error', onError);
    await this.boss.start();
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }

  /** Adds jobs in the open transaction. */
  async insert(name: QueueName, jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const rows = jobs.map(({ startAfter, ...job }) => ({
      name,
      ...job,
      ...(startAfter && { startAfter: startAfter.toISOString() }),
    }));
    await this.boss.insert(rows, { db: { executeSql: this.inTransaction } });
  }

  /** Takes at most `count` jobs that are due. None if the database does not respond. */
  take<Data extends object>(name: QueueName, count: number): Promise<PgBoss.Job<Data>[]> {
    return this.boss.fetch<Data>(name, { batchSize: count });
  }

  /** Ends a job in the open transaction, if it is still there. */
  async remove(name: QueueName, id: string): Promise<void> {
    await this.boss.deleteJob(name, id, { db: { executeSql: this.inTransaction } });
  }

  /** Gives jobs back that were taken and not begun. */
  async putBack(name: QueueName, ids: string[]): Promise<void> {
    await this.boss.cancel(name, ids);
    await this.boss.resume(name, ids);
  }

  private readonly inTransaction: ExecuteSql = async (text, values) => ({
    rows: await this.transactions.send(text, values),
  });
}
