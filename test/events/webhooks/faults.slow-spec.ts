import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { WEBHOOK_FAILPOINTS } from '../../../src/database/failpoints.js';
import { groupBy } from '../../../src/group-by.js';
import type { RunningApp } from '../../support/app.js';
import { startApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { type Environment, killProcesses, startWorker } from '../../support/processes.js';
import { Random } from '../../delivery/faults/random.js';
import { answer, Receiver } from './receiver.js';
import { until, WebhookScene } from './scene.js';

const KILLS = Number(process.env.FAULT_KILLS ?? 15);
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const WORKERS = 3;
const COMPANIES = 4;
const ENDPOINTS = 4;
const ACTIONS = 6;
/** Every so many kills, one comes at any time instead. */
const RANDOM_KILL = 4;
/** The leases of a killed worker last 15 seconds, in which another may have nothing to do. */
const PATIENCE_MS = 40_000;

interface Sent {
  endpoint: string;
  id: string;
  action: string;
  failed: boolean;
}

/** What had to be sent, by endpoint, in the order of the feed. */
const SENT = `
  SELECT d.endpoint_id AS endpoint, e.id, e.action_id AS action,
    d.attempts->0->>'error' IN ('connection_refused', 'connection_failed') AS failed
  FROM webhook_endpoint w JOIN event e USING (company_id) JOIN webhook_delivery d ON d.endpoint_id = w.id AND d.id = e.id
  WHERE e.type = 'action.approved' ORDER BY e.company_id, e.position`;

const random = new Random(SEED);
const receiver = new Receiver();
const scenes: WebhookScene[] = [];
let app: RunningApp;
/** Without the timeouts of the application: its statements about all deliveries compete with three workers. */
let observer: Client;
let settings: Environment;

beforeAll(async () => {
  const databaseUrl = await createMigratedDatabase();
  observer = new Client({ connectionString: databaseUrl });
  await observer.connect();
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
  await observer.end();
  await app.nest.close();
  await receiver.stop();
});

it(`with ${KILLS} killed workers and a receiver that fails and is killed, every event comes, and first in order (seed ${SEED})`, async () => {
  const paths = new Map<string, string>();
  for (let n = 0; n < COMPANIES; n += 1) {
    const scene = await WebhookScene.of(app);
    scenes.push(scene);
    for (let m = 0; m < ENDPOINTS; m += 1) {
      const path = `/${n}/${m}`;
      paths.set((await scene.endpoint(`${receiver.url}${path}`)).id, path);
      receiver.behaviours.set(path, (request, response) => {
        if (random.below(12) === 0) return void response.socket!.destroy();
        return answer(random.below(12) === 0 ? 500 : 200)(request, response);
      });
    }
  }
  const versions = new Map<string, number>();
  const actions = scenes.map(() => Array.from({ length: ACTIONS }, () => randomUUID()));
  const killing = new AbortController();
  const isKilling = () => !killing.signal.aborted;
  const write = async (): Promise<void> => {
    for (; isKilling(); await sleep(400)) {
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
    for (; isKilling(); await sleep(300)) {
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
  killing.abort();
  await Promise.all(clients);
  receiver.behaviours.clear();

  const remaining = () =>
    observer.query(`
      SELECT FROM event e JOIN webhook_endpoint USING (company_id) WHERE type = 'action.approved' AND NOT EXISTS (
        SELECT FROM webhook_delivery d WHERE d.endpoint_id = webhook_endpoint.id AND d.id = e.id AND d.status = 'delivered')
      LIMIT 1`);
  const startedAt = Date.now();
  await until(async () => {
    // Retries wait for minutes; the pauses themselves have their own spec.
    await observer.query(`
      UPDATE webhook_delivery SET next_attempt_at = now() WHERE status = 'waiting' AND next_attempt_at > now()`);
    await observer.query('UPDATE webhook_endpoint SET due_at = now(), resting_until = NULL');
    await sleep(500);
    return (await remaining()).rowCount === 0;
  }, 300_000);
  const drainedSeconds = Math.round((Date.now() - startedAt) / 1_000);

  const { rows: sent } = await observer.query<Sent>(SENT);
  const firstArrival = new Map<string, number>();
  for (const [n, { path, event }] of receiver.received.entries())
    if (!firstArrival.has(`${path} ${event.id}`)) firstArrival.set(`${path} ${event.id}`, n);
  const arrivalOf = ({ endpoint, id }: Sent) => firstArrival.get(`${paths.get(endpoint)} ${id}`);
  const lost = sent.filter((one) => arrivalOf(one) === undefined);
  const disordered = [...groupBy(sent, ({ endpoint, action }) => `${endpoint} ${action}`).values()].flatMap(
    (mine) => {
      // A first attempt that found the receiver dead did not arrive.
      const arrived = mine.filter(({ failed }) => !failed);
      return arrived.filter((one, n) => n > 0 && arrivalOf(one)! < arrivalOf(arrived[n - 1]!)!);
    },
  );
  const summary = {
    kills: Object.fromEntries(kills),
    events: sent.length,
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
  expect(sent.length).toBeGreaterThan(KILLS * 3);
  expect(receiver.received.length).toBeGreaterThan(firstArrival.size);
  for (const point of WEBHOOK_FAILPOINTS) expect(kills.get(point)).toBeGreaterThan(0);
}, 7_200_000);
