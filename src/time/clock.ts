import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The time by which proposals expire, sleep and fall due; tests put another in its place, and advance that. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** The day in UTC, YYYY-MM-DD. */
  today(): string {
    return this.now().toISOString().slice(0, 10);
  }

  /**
   * The database's clock, the same for every process: what is recorded is stamped by it, once the locks are held, for
   * now() would say when the transaction began to wait for them.
   */
  async databaseNow(manager: EntityManager): Promise<Date> {
    const [{ now }] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp()::timestamptz(3) AS now');
    return now;
  }
}
