import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { utcDay } from './calendar-date.js';

/** The current time, for expiry and due dates. Tests replace it with a clock that they can advance. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** The current day in UTC, YYYY-MM-DD. */
  today(): string {
    return utcDay(this.now());
  }

  /**
   * The database's current time, the same for every process, for stored timestamps. Call it when the locks are held; SQL's now()
   * would be the time at which the transaction began to wait for them.
   */
  async databaseNow(manager: EntityManager): Promise<Date> {
    const [{ now }] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp()::timestamptz(3) AS now');
    return now;
  }
}
