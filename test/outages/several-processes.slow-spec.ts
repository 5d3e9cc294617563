import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cursorAt } from '../../src/events/cursor.js';
import { groupBy } from '../../src/group-by.js';
import { type Consumer, followByStream } from '../events/following.js';
import { Receiver } from '../events/webhooks/receiver.js';
import { Desk, type Record } from '../delivery/faults/desk.js';
import { deliveryViolations } from '../delivery/faults/invariants.js';
import { Random } from '../delivery/faults/random.js';
import { attend, tellStories } from '../delivery/faults/stories.js';
import type { RunningApp } from '../support/app.js';
import { Balancer } from '../support/balancer.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { violations } from '../support/invariants.js';
import {
  type Environment,
  killProcesses,
  type Server,
  startServer,
  startWorker,
} from '../support/processes.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { tenantOf } from '../support/tenant.js';

const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const APIS = 3;
const WORKERS = 2;
const COMPANIES = 2;
const STORYTELLERS = 3;
/** Before processes end. */
const PAUSE_MS = 3_000;
/** An e-mail of a killed worker is taken up again within a minute, or later on a busy machine. */
const TAKEN_UP_MS = 120_000;

type Process = Omit<Server, 'url'>;

const random = new Random(SEED);
const sink = new SmtpSink();
const receiver = new Receiver();
const balancer = new Balancer();
const record: Record = { statuses: new Map(), acknowledged: [], gone: [] };
const apis: Server[] = [];
const workers: Process[] = [];
const desks: Desk[] = [];
let installation: Installation;
let settings: Environment;
let url: string;

const select = (sql: string, values: unknown[] = []) => installation.dataSource.query<object[]>(sql, values);

async function startApi(place: number): Promise<void> {
  apis[place] = await startServer(settings, ['api']);
  balancer.ports[place] = Number(new URL(apis[place].url).port);
}

async function replaceApi(place: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  await apis[place]!.stop(signal);
  await startApi(place);
}

async function replaceWorker(place: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  await workers[place]!.stop(signal);
  workers[place] = await startWorker(settings);
}

beforeAll(async () => {
  installation = await createInstallation();
  await receiver.start();
  settings = {
    DATABASE_URL: installation.databaseUrl,
    DATABASE_POOL_SIZE: '6',
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'fatal',
    SWEEP_SECONDS: '1',
    AUDIT_CHECKPOINT_HOURS: '0',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    SMTP_URL: await sink.start(),
    SMTP_FROM: 'ar@daybook.example',
  };
  url = await balancer.start();
  await Promise.all(Array.from({ length: APIS }, (_, place) => startApi(place)));
  workers.push(...(await Promise.all(Array.from({ length: WORKERS }, () => startWorker(settings)))));
  const app = { dataSource: installation.dataSource, url } as RunningApp;
  for (let n = 0; n < COMPANIES; n += 1) {
    const tenant = await tenantOf(app, await installation.makeCompany());
    // First of all: the endpoint gets what follows it.
    const endpoint = { url: `${receiver.url}/${tenant.company.id}` };
    await tenant.client.request('post', '/webhook-endpoints').send(endpoint).expect(201);
    await tenant.client
      .request('patch', '/settings')
      .send({ delivery_window: null, minimum_interval_days: 0 })
      .expect(200);
    desks.push(new Desk(tenant, record));
  }
}, 120_000);
afterAll(async () => {
  await balancer.stop();
  await killProcesses();
  await sink.stop();
  await receiver.stop();
  await installation.dataSource.destroy();
});

it(`${APIS} API processes and ${WORKERS} workers that are killed and stopped lose nothing and do nothing twice (seed ${SEED})`, async () => {
  let isOver = false;
  const loading = new AbortController();
  const hasCome = (id: string): boolean => sink.mails.some(({ messageId }) => messageId.includes(id));
  const consumers = desks.flatMap(({ tenant }) =>
    [1, 2].map(() => ({ tenant, consumer: { events: [] } as Consumer })),
  );
  const streams = consumers.map(({ tenant, consumer }) => {
    const stream = `${url}/api/companies/${tenant.company.id}/events/stream?after=${cursorAt(0)}`;
    return followByStream(
      () => stream,
      { Authorization: `Token ${tenant.token}` },
      consumer,
      () => isOver,
    );
  });
  const expiring: string[] = [];
  const load = [
    ...Array.from({ length: STORYTELLERS }, () => tellStories(desks, random, loading.signal)),
    repeat(loading.signal, 400, async () => {
      const desk = desks[random.below(COMPANIES)]!;
      expiring.push((await desk.anEmail({ expiresAt: new Date(Date.now() + random.below(3_000)) })).id);
      await desk.tenant.client.list({ category: 'needs_action' });
    }),
    repeat(loading.signal, 2_000, async () => {
      for (const desk of desks) await attend(desk, random, hasCome);
    }),
  ];
  for (const [worker, api] of [
    ['SIGKILL', 'SIGTERM'],
    ['SIGTERM', 'SIGKILL'],
  ] as const) {
    await sleep(PAUSE_MS);
    await Promise.all([replaceWorker(random.below(WORKERS), worker), replaceApi(random.below(APIS), api)]);
  }
  await sleep(PAUSE_MS);
  loading.abort();
  await Promise.all(load);

  const attending = new AbortController();
  const people = repeat(attending.signal, 1_000, async () => {
    for (const desk of desks) await attend(desk, random, hasCome);
  });
  const startedAt = Date.now();
  const left = async () => (await select(LEFT)).length;
  while ((await left()) > 0 && Date.now() - startedAt < TAKEN_UP_MS) await sleep(250);
  attending.abort();
  await people;
  const feedOf = async (company: string): Promise<string[]> =>
    (
      (await select('SELECT id FROM event WHERE company_id = $1 ORDER BY position', [company])) as {
        id: string;
      }[]
    ).map(({ id }) => id);
  await sleep(2_000);
  isOver = true;
  await Promise.all(streams);

  const mailIds = new Set(sink.mails.map(({ messageId }) => messageId));
  const events = (await select('SELECT id FROM event')).length;
  const summary = {
    mails: sink.mails.length,
    events,
    webhook_requests: receiver.received.length,
    responses: Object.fromEntries(record.statuses),
    drained_seconds: Math.round((Date.now() - startedAt) / 1_000),
  };
  process.stdout.write(`several processes (seed ${SEED}): ${JSON.stringify(summary)}\n`);
  expect(await violations(select, { acknowledged: record.acknowledged })).toEqual({});
  const found = await deliveryViolations(select, { mails: sink.mails, gone: record.gone });
  expect(Object.entries(found).map(([name, rows]) => [name, rows.length, ...rows.slice(0, 3)])).toEqual([]);
  expect(mailIds.size).toBe(sink.mails.length);
  // Every consumer has seen the feed, complete and in its order, over whichever processes.
  for (const { tenant, consumer } of consumers)
    expect(consumer.events.map(({ id }) => id)).toEqual(await feedOf(tenant.company.id));
  for (const { tenant } of desks) await expectWebhooks(tenant.company.id);
  // Both workers sweep every second: each expired action was cancelled by one of them.
  const cancels = `SELECT action_id, count(*)::int AS count FROM approval_log
    WHERE action_id = ANY ($1) AND actor = 'system' AND reason = 'expired' GROUP BY action_id`;
  const cancelled = (await select(cancels, [expiring])) as { count: number }[];
  expect(cancelled.map(({ count }) => count)).toEqual(expiring.map(() => 1));
  expect(
    [...record.statuses.keys()].filter((status) => ![200, 400, 404, 409, 502, 503].includes(status)),
  ).toEqual([]);
  expect(mailIds.size).toBeGreaterThan(10);
  expect(events).toBeGreaterThan(50);
}, 300_000);

/** What is due and not done. */
const LEFT = `
  SELECT FROM delivery WHERE way = 'built_in'
    AND (status IN ('sending', 'unknown') OR (status = 'waiting' AND coalesce(not_before, created_at) <= now()))
  UNION ALL SELECT FROM action WHERE expires_at <= now() AND status = 'proposed' AND deleted_at IS NULL
  UNION ALL SELECT FROM event e JOIN webhook_endpoint w USING (company_id) WHERE NOT EXISTS (
    SELECT FROM webhook_delivery d WHERE d.endpoint_id = w.id AND d.id = e.id AND d.status = 'delivered')
  LIMIT 1`;

/** Each event of a company has come, and the events of one action first in their order. */
async function expectWebhooks(company: string): Promise<void> {
  const arrivals = receiver.at(`/${company}`).map(({ event }) => event.id);
  const rows = await select('SELECT id, action_id FROM event WHERE company_id = $1 ORDER BY position', [
    company,
  ]);
  const sent = (rows as { id: string; action_id: string | null }[]).map((row) => ({
    ...row,
    at: arrivals.indexOf(row.id),
  }));
  expect(sent.filter(({ at }) => at === -1)).toEqual([]);
  for (const ofAction of groupBy(
    sent.filter(({ action_id }) => action_id !== null),
    ({ action_id }) => action_id!,
  ).values())
    expect(ofAction.map(({ at }) => at)).toEqual(ofAction.map(({ at }) => at).toSorted((a, b) => a - b));
}

async function repeat(signal: AbortSignal, everyMs: number, work: () => Promise<void>): Promise<void> {
  for (; !signal.aborted; await sleep(everyMs)) await work();
}
