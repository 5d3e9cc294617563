import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WEBHOOK_FAILPOINTS } from '../../../src/database/failpoints.js';
import type { RunningApp } from '../../support/app.js';
import { startApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { type Environment, killProcesses, startWorker } from '../../support/processes.js';
import { Random } from '../../delivery/faults/random.js';
import { answer, Receiver } from './receiver.js';
import { until, WebhookScene } from './scene.js';

const KILLS = Number(process.env.FAULT_KILLS ?? 30);
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const WORKERS = 3;
const ACTIONS = 12;
/** Every so many kills, one comes at any time instead. */
const RANDOM_KILL = 4;
/** Without traffic, a worker may not come to its failpoint. */
const PATIENCE_MS = 10_000;

const random = new Random(SEED);
const receiver = new Receiver();
const scenes: WebhookScene[] = [];
let app: RunningApp;
let settings: Environment;

beforeAll(async () => {
  const databaseUrl = await createMigratedDatabase();
  await receiver.start();
  app = await startApp(databaseUrl, { WEBHOOK_ALLOW_PRIVATE: true });
  settings = {
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    SWEEP_SECONDS: '0',
    DELIVERY: 'external',
    AUDIT_CHECKPOINT_HOURS: '0',
    WEBHOOK_ALLOW_PRIVATE: 'true',
  };
});
afterAll(async () => {
  await killProcesses();
  await app.nest.close();
  await receiver.stop();
});

it(`with ${KILLS} killed workers and a receiver that fails and is killed, every event comes, and first in order (seed ${SEED})`, async () => {
  const paths = ['/a', '/b', '/c'];
  for (const path of paths) {
    const scene = await WebhookScene.of(app);
    await scene.endpoint(`${receiver.url}${path}`);
    scenes.push(scene);
    receiver.behaviours.set(path, (request, response) => {
      if (random.below(12) === 0) return void response.socket!.destroy();
      return answer(random.below(12) === 0 ? 500 : 200)(request, response);
    });
  }
  const versions = new Map<string, number>();
  const actions = scenes.map(() => Array.from({ length: ACTIONS }, () => randomUUID()));
  let isKilling = true;
  const write = async (): Promise<void> => {
    for (; isKilling; await sleep(150)) {
      for (const [n, scene] of scenes.entries()) {
        const id = actions[n]![random.below(ACTIONS)]!;
        const version = versions.get(id) ?? 0;
        const count = 1 + random.below(3);
        await scene.append(count, id, version);
        versions.set(id, version + count);
      }
    }
  };
  const restart = async (): Promise<void> => {
    for (; isKilling; await sleep(300)) {
      await sleep(5_000);
      await receiver.stop();
      await sleep(300);
      await receiver.start();
    }
  };
  const kills = new Map<string, number>();
  const plan = Array.from({ length: KILLS }, (_, n) =>
    n % RANDOM_KILL === RANDOM_KILL - 1
      ? null
      : `${WEBHOOK_FAILPOINTS[n % WEBHOOK_FAILPOINTS.length]}:${1 + random.below(12)}`,
  );
  const kill = async (point: string | null): Promise<void> => {
    const armed: Environment = point ? { DAYBOOK_FAILPOINT: point } : {};
    // It may come to its failpoint before it has printed that it runs.
    const worker = await startWorker({ ...settings, ...armed }).catch(() => null);
    const patience = sleep(point ? PATIENCE_MS : 300 + random.below(1_500), 'alive' as const);
    const isAlive = worker && (await Promise.race([worker.ended, patience])) === 'alive';
    if (isAlive) await worker.stop('SIGKILL');
    const name = point && !isAlive ? point.split(':')[0]! : 'any time';
    kills.set(name, (kills.get(name) ?? 0) + 1);
  };
  const killAll = async (): Promise<void> => {
    for (let point = plan.pop(); point !== undefined; point = plan.pop()) await kill(point);
    await startWorker(settings);
  };
  const clients = [write(), restart()];
  await Promise.all(Array.from({ length: WORKERS }, () => killAll()));
  isKilling = false;
  await Promise.all(clients);
  for (const path of paths) receiver.behaviours.delete(path);

  const remaining = () =>
    app.dataSource.query<{ id: string }[]>(`
      SELECT e.id::text FROM event e WHERE type = 'action.approved' AND NOT EXISTS (
        SELECT FROM webhook_delivery d WHERE d.company_id = e.company_id AND d.id = e.id AND d.status = 'delivered')`);
  const startedAt = Date.now();
  await until(async () => {
    // Retries wait for minutes; the pauses themselves have their own spec.
    await app.dataSource.query(`
      UPDATE webhook_delivery SET next_attempt_at = now() WHERE status = 'waiting' AND next_attempt_at > now()`);
    await app.dataSource.query('UPDATE webhook_endpoint SET due_at = now(), resting_until = NULL');
    await sleep(500);
    return (await remaining()).length === 0;
  }, 120_000);
  const drainedSeconds = Math.round((Date.now() - startedAt) / 1_000);

  const events = await app.dataSource.query<{ id: string; position: string; actionId: string }[]>(`
    SELECT id, position, action_id AS "actionId" FROM event WHERE type = 'action.approved' ORDER BY position`);
  const firstArrival = new Map<string, number>();
  for (const [n, { event }] of receiver.received.entries())
    if (!firstArrival.has(event.id)) firstArrival.set(event.id, n);
  const lost = events.filter(({ id }) => !firstArrival.has(id));
  // An attempt that found the receiver dead did not arrive: only what arrived in the first try is in order.
  const firstTries = await app.dataSource.query<{ id: string; failed: boolean }[]>(`
    SELECT id, attempts->0->>'error' IN ('connection_refused', 'connection_failed') AS failed FROM webhook_delivery`);
  const isSkipped = new Map(firstTries.map(({ id, failed }) => [id, failed]));
  const disordered = actions.flat().flatMap((action) => {
    const mine = events.filter(({ id, actionId }) => actionId === action && !isSkipped.get(id));
    return mine.filter(({ id }, n) => n > 0 && firstArrival.get(id)! < firstArrival.get(mine[n - 1]!.id)!);
  });
  const summary = {
    kills: Object.fromEntries(kills),
    events: events.length,
    requests: receiver.received.length,
    duplicates: receiver.received.length - firstArrival.size,
    lost: lost.length,
    disordered: disordered.length,
    drained_seconds: drainedSeconds,
  };
  process.stdout.write(`webhook faults (seed ${SEED}): ${JSON.stringify(summary)}\n`);
  expect(lost).toEqual([]);
  expect(disordered).toEqual([]);
  expect([...kills.values()].reduce((sum, count) => sum + count, 0)).toBe(KILLS);
  expect(events.length).toBeGreaterThan(KILLS * 3);
  expect(receiver.received.length).toBeGreaterThan(firstArrival.size);
}, 7_200_000);
