import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunningApp } from '../../support/app.js';
import { createInstallation, type Installation } from '../../support/installation.js';
import { violations } from '../../support/invariants.js';
import { killProcesses, type Server } from '../../support/processes.js';
import { SmtpSink } from '../../support/smtp-sink.js';
import { tenantOf } from '../../support/tenant.js';
import { Desk, type Record } from './desk.js';
import { deliveryViolations } from './invariants.js';
import { Killer, planKills } from './killer.js';
import { faultyMailServer } from './mail-faults.js';
import { Random } from './random.js';
import { attend, tellStories } from './stories.js';

const KILLS = Number(process.env.FAULT_KILLS ?? 15);
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const WORKERS = 3;
const COMPANIES = 3;
const STORYTELLERS = 4;
const QUIET_MS = 8_000;
const LOSSES = [
  'what counts as sent is in the mailbox',
  'what is to be sent has a job that comes in time',
] as const;
/** An e-mail of a killed worker is taken up again within a minute, or later on a busy machine. */
const TAKEN_UP_MS = 90_000;

const random = new Random(SEED);
const sink = new SmtpSink();
const record: Record = { statuses: new Map(), acknowledged: [], gone: [] };
const desks: Desk[] = [];
/** Sends a customer one e-mail a day. */
let spaced: Desk;
let installation: Installation;
let server: Server;
let settings: { [name: string]: string };

beforeAll(async () => {
  installation = await createInstallation();
  const mail = { SMTP_URL: await sink.start(), SMTP_FROM: 'ar@daybook.example' };
  server = await installation.start(mail, ['api']);
  settings = {
    ...mail,
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    SWEEP_SECONDS: '5',
    AUDIT_CHECKPOINT_HOURS: '0',
    DATABASE_URL: `${installation.databaseUrl}?application_name=worker`,
  };
  const app = { dataSource: installation.dataSource, url: server.url } as RunningApp;
  const aDesk = async (minimum_interval_days: number): Promise<Desk> => {
    const tenant = await tenantOf(app, await installation.makeCompany());
    const change = { delivery_window: null, minimum_interval_days };
    await tenant.client.request('patch', '/settings').send(change).expect(200);
    return new Desk(tenant, record);
  };
  for (let n = 0; n < COMPANIES; n += 1) desks.push(await aDesk(0));
  spaced = await aDesk(1);
});
afterAll(async () => {
  await killProcesses();
  await sink.stop();
  await installation.dataSource.destroy();
});

const select = (sql: string, values: unknown[] = []) => installation.dataSource.query<object[]>(sql, values);

it(`with ${KILLS} killed workers and cut connections, no approved e-mail is lost, sent twice or sent without a reason (seed ${SEED})`, async () => {
  sink.behaviour = faultyMailServer(random);
  const stopped = new AbortController();
  const hasCome = (id: string): boolean => sink.mails.some(({ messageId }) => messageId.includes(id));
  let cuts = 0;
  const cut = async (): Promise<void> => {
    const [{ count }] = (await select(
      `SELECT count(pg_terminate_backend(pid))::int AS count FROM (
         SELECT pid FROM pg_stat_activity WHERE application_name = 'worker' ORDER BY random() LIMIT 1) backend`,
    )) as [{ count: number }];
    cuts += count;
  };
  const repeat = async (everyMs: number, work: () => Promise<void> | void): Promise<void> => {
    for (; !stopped.signal.aborted; await sleep(everyMs)) await work();
  };

  const customerId = (await spaced.tenant.make.aCustomer(spaced.tenant.company)).id;
  for (let n = 0; n < 5; n += 1) await spaced.command('approve', (await spaced.anEmail({ customerId })).id);
  const clients = [
    ...Array.from({ length: STORYTELLERS }, () => tellStories(desks, random, stopped.signal)),
    repeat(2_000, async () => {
      for (const desk of [...desks, spaced]) await attend(desk, random, hasCome);
    }),
    repeat(1_500, cut),
    repeat(7_000, () => sink.cut()),
  ];
  const killer = new Killer(planKills(KILLS, random), settings, random);
  await Promise.all(Array.from({ length: WORKERS }, () => killer.run()));
  // The clients go on for a while with workers that live.
  await sleep(QUIET_MS);
  stopped.abort();
  sink.behaviour = {};
  await Promise.all(clients);
  const drainedMs = await drained(killer.lastKillAt);

  const counts = {
    messages: new Set(sink.mails.map(({ messageId }) => messageId)),
    mails: sink.mails.length,
  };
  const found = await deliveryViolations(select, {
    mails: sink.mails,
    gone: record.gone,
    spaced: [spaced.tenant.company.id],
  });
  const open = await select(
    `SELECT status, count(*)::int FROM delivery WHERE way = 'built_in' GROUP BY status ORDER BY status`,
  );
  const [{ reasonsGone }] = (await select(
    'SELECT count(reason_gone)::int AS "reasonsGone" FROM delivery',
  )) as [{ reasonsGone: number }];
  const summary = {
    kills: killer.count,
    cut_connections: cuts,
    mails: counts.mails,
    duplicates: counts.mails - counts.messages.size,
    losses: LOSSES.reduce((sum, name) => sum + (found[name]?.length ?? 0), 0),
    deliveries: open,
    reasons_gone_while_sending: reasonsGone,
    drained_seconds: Math.round(drainedMs / 1_000),
    responses: Object.fromEntries(record.statuses),
    kills_at: Object.fromEntries(killer.kills),
  };
  process.stdout.write(`faults (seed ${SEED}): ${JSON.stringify(summary)}\n`);
  // A few of each are enough to read.
  expect(Object.entries(found).map(([name, rows]) => [name, rows.length, ...rows.slice(0, 3)])).toEqual([]);
  expect(await violations(select, { acknowledged: record.acknowledged })).toEqual({});
  expect(killer.count).toBe(KILLS);
  expect(cuts).toBeGreaterThan(KILLS / 10);
  expect(counts.mails).toBeGreaterThan(KILLS);
  expect([...record.statuses.keys()].filter((status) => ![200, 400, 404, 409, 503].includes(status))).toEqual(
    [],
  );
  // Commands and payments have met attempts in progress.
  expect(record.statuses.get(409)).toBeGreaterThan(0);
  expect(reasonsGone).toBeGreaterThan(0);
  expect(drainedMs).toBeLessThan(TAKEN_UP_MS);
}, 7_200_000);

/** Waits until nothing is due and nothing is in progress; returns the milliseconds since the last kill. */
async function drained(lastKillAt: number): Promise<number> {
  const due = `SELECT FROM delivery WHERE way = 'built_in'
    AND (status = 'sending' OR (status = 'waiting' AND coalesce(not_before, created_at) <= now())) LIMIT 1`;
  const waited = () => Date.now() - lastKillAt;
  while ((await select(due)).length > 0 && waited() < 2 * TAKEN_UP_MS) await sleep(250);
  return waited();
}
