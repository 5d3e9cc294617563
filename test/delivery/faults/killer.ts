import { setTimeout as sleep } from 'node:timers/promises';
import type { Failpoint } from '../../../src/database/failpoints.js';
import { type Environment, type Server, startWorker } from '../../support/processes.js';
import type { Random } from './random.js';

/** The failpoints that a worker passes. */
const POINTS: readonly Failpoint[] = [
  'before-hand-over',
  'after-hand-over',
  'before-delivery-commit',
  'before-update',
  'before-log',
  'after-log',
  'before-commit',
  'after-commit',
];
type Worker = Omit<Server, 'url'>;

/** Every so many kills, one comes at any time instead. */
const RANDOM_KILL = 5;
/** Without traffic, a worker may not come to its failpoint. */
const PATIENCE_MS = 10_000;

/** The failpoints of all kills, each with another pass, mixed; null for a kill at any time. */
export function planKills(count: number, random: Random): (string | null)[] {
  return Array.from({ length: count }, (_, n) => {
    if (n % RANDOM_KILL === RANDOM_KILL - 1) return null;
    return `${POINTS[(n - Math.floor(n / RANDOM_KILL)) % POINTS.length]}:${1 + random.below(4)}`;
  });
}

/** Starts workers that are killed, by themselves or at any time, and lets others take their places. */
export class Killer {
  readonly kills = new Map<string, number>();
  lastKillAt = 0;

  constructor(
    private readonly plan: (string | null)[],
    private readonly settings: Environment,
    private readonly random: Random,
  ) {}

  get count(): number {
    return [...this.kills.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Resolves, when the plan is done, to a worker that nobody kills. */
  async run(): Promise<Worker> {
    for (let point = this.plan.pop(); point !== undefined; point = this.plan.pop()) await this.kill(point);
    return (await this.start(this.settings))!;
  }

  /** Null if the worker came to its failpoint before it had printed that it runs. */
  private async start(settings: Environment): Promise<Worker | null> {
    for (;;) {
      try {
        return await startWorker(settings);
      } catch (error) {
        const { message } = error as Error;
        if (settings.DAYBOOK_FAILPOINT && message.endsWith('did not start: ')) return null;
        // Its connection was cut when it had just begun: whatever supervises it starts it again.
        if (!message.includes('terminating connection')) throw error;
      }
    }
  }

  private async kill(point: string | null): Promise<void> {
    const worker = await this.start({ ...this.settings, ...(point && { DAYBOOK_FAILPOINT: point }) });
    const patience = sleep(point ? PATIENCE_MS : 300 + this.random.below(2_000), 'alive' as const);
    const isAlive = worker && (await Promise.race([worker.ended, patience])) === 'alive';
    if (isAlive) await worker.stop('SIGKILL');
    const name = point && !isAlive ? point.split(':')[0]! : 'any time';
    this.kills.set(name, (this.kills.get(name) ?? 0) + 1);
    this.lastKillAt = Date.now();
  }
}
