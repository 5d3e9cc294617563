import type { EntityManager } from 'typeorm';
import { Clock } from '../../src/time/clock.js';

/** A clock that a test can set; it runs on from there. */
export class TestClock extends Clock {
  private shiftMs = 0;
  /** How far the clock of the process is ahead of the database's. */
  private aheadMs = 0;

  advance(ms: number): void {
    this.shiftMs += ms;
  }

  travelTo(date: Date): void {
    this.shiftMs = date.getTime() - Date.now();
  }

  /** Lets the clock of the process be wrong, but not the database's. */
  runAhead(ms: number): void {
    this.aheadMs = ms;
  }

  /** Returns to the real time. */
  reset(): void {
    this.shiftMs = 0;
    this.aheadMs = 0;
  }

  override now(): Date {
    return new Date(Date.now() + this.shiftMs + this.aheadMs);
  }

  override async databaseNow(manager: EntityManager): Promise<Date> {
    return new Date((await super.databaseNow(manager)).getTime() + this.shiftMs);
  }
}
