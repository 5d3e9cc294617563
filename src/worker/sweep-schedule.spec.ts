import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../observability/log.js';
import { SweepSchedule } from './sweep-schedule.js';

const warnings: { fields: Record<string, unknown>; message: string }[] = [];
const log = {
  warn: (fields: Record<string, unknown>, message: string) => void warnings.push({ fields, message }),
} as unknown as Log;

let schedule: SweepSchedule;
afterEach(() => schedule.stop());

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition() && Date.now() < deadline;) await sleep(2);
}

describe('SweepSchedule', () => {
  it('runs a sweep again and again, and never two runs of it at once', async () => {
    schedule = new SweepSchedule(log);
    let [running, most, runs] = [0, 0, 0];
    const run = async () => {
      most = Math.max(most, ++running);
      // Longer than its period.
      await sleep(10);
      running -= 1;
      runs += 1;
    };
    schedule.start([{ name: 'slow', everySeconds: 0.001, run }]);
    await until(() => runs >= 5);
    expect(runs).toBeGreaterThanOrEqual(5);
    expect(most).toBe(1);
  });

  it('logs a run that fails, and goes on', async () => {
    schedule = new SweepSchedule(log);
    let runs = 0;
    const error = new Error('no connection');
    const run = () => (++runs === 1 ? Promise.reject(error) : Promise.resolve());
    schedule.start([{ name: 'failing', everySeconds: 0.001, run }]);
    await until(() => runs >= 3);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(warnings).toContainEqual({ fields: { err: error, sweep: 'failing' }, message: 'a sweep failed' });
  });

  it('lets one sweep wait for no other', async () => {
    schedule = new SweepSchedule(log);
    let runs = 0;
    let release = () => {};
    const stuck = new Promise<void>((resolve) => (release = resolve));
    schedule.start([
      { name: 'stuck', everySeconds: 0.001, run: () => stuck },
      { name: 'quick', everySeconds: 0.001, run: async () => void runs++ },
    ]);
    await until(() => runs >= 3);
    release();
    expect(runs).toBeGreaterThanOrEqual(3);
  });

  it('starts nothing once it is stopped, and waits for the run in progress', async () => {
    schedule = new SweepSchedule(log);
    let [began, ended] = [0, 0];
    const run = async () => {
      began += 1;
      await sleep(30);
      ended += 1;
    };
    schedule.start([{ name: 'slow', everySeconds: 0.001, run }]);
    await until(() => began === 1);
    await schedule.stop();
    expect({ began, ended }).toEqual({ began: 1, ended: 1 });
    await sleep(50);
    expect(began).toBe(1);
  });
});
