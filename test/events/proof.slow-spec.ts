import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { cursorAt } from '../../src/events/cursor.js';
import { Outbox } from '../../src/events/outbox.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { groupBy } from '../../src/group-by.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { killProcesses } from '../support/processes.js';
import { type Consumer, followByCursor, followByStream } from './following.js';

const EVENTS = 100_000;
const WRITERS = 10;
const ACTIONS = 300;
const READERS = 3;

let installation: Installation;
let app: RunningApp;

afterAll(async () => {
  await app.nest.close();
  await killProcesses();
  await installation.dataSource.destroy();
});

it(`${READERS} readers by cursor and ${READERS} by stream see all events of ${WRITERS} writers, once and in the same order`, async () => {
  installation = await createInstallation();
  app = await startApp(installation.databaseUrl);
  const servers = [await installation.start({}, ['api']), await installation.start({}, ['api'])];
  await installation.dataSource.query('CREATE TABLE change (action_id uuid PRIMARY KEY, n int NOT NULL)');
  const actions = Array.from({ length: ACTIONS }, () => randomUUID());
  await installation.dataSource.query('INSERT INTO change SELECT unnest($1::uuid[]), 0', [actions]);

  const base = (at: number) => `${servers[at % 2]!.url}/api/companies/${installation.company.id}/`;
  const consumers: Consumer[] = Array.from({ length: 2 * READERS }, () => ({ events: [] }));
  const progress = { committed: 0, isWritten: false };
  const following = consumers.map((consumer, at) => {
    const isOver = () => progress.isWritten && consumer.events.length >= progress.committed;
    if (at < READERS)
      return followByCursor(new KeepAliveClient(base(at), installation.headers), consumer, isOver);
    const url = () => `${base(at)}events/stream?after=${cursorAt(0)}`;
    // The last one disconnects again and again.
    return followByStream(url, installation.headers, consumer, isOver, at === 5 ? 5_000 : Infinity);
  });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, () => write(actions, progress)));
  const writtenAt = performance.now();
  progress.isWritten = true;
  await Promise.all(following);
  report('written', progress.committed, startedAt, writtenAt);

  const [first, ...others] = consumers.map(({ events }) => events.map(({ id }) => id));
  expect(first).toHaveLength(progress.committed);
  expect(new Set(first).size).toBe(progress.committed);
  for (const other of others) expect(other).toEqual(first);
  for (const changes of groupBy(consumers[0]!.events, ({ data }) => data.action as string).values())
    expect(changes.map(({ data }) => data.n)).toEqual(changes.map((_, n) => n + 1));

  for (const follow of [READERS - 1, READERS]) {
    const again: Consumer = { events: [] };
    const isOver = () => again.events.length >= progress.committed;
    const since = performance.now();
    if (follow < READERS)
      await followByCursor(new KeepAliveClient(base(0), installation.headers), again, isOver);
    else
      await followByStream(
        () => `${base(0)}events/stream?after=${cursorAt(0)}`,
        installation.headers,
        again,
        isOver,
      );
    report(
      follow < READERS ? 'read by cursor' : 'read by stream',
      again.events.length,
      since,
      performance.now(),
    );
    expect(again.events.map(({ id }) => id)).toEqual(first);
  }
}, 600_000);

/** Writes in transactions of different lengths until there are enough events. Some stay open for seconds, and some are rolled back. */
async function write(actions: string[], progress: { committed: number }): Promise<void> {
  const company = installation.company.id as CompanyId;
  while (progress.committed < EVENTS) {
    const action = actions[Math.floor(Math.random() * actions.length)]!;
    const count = 1 + Math.floor(Math.random() * 60);
    const isRolledBack = Math.random() < 0.1;
    const openMs = Math.random() < 0.01 ? 1_000 + 2_000 * Math.random() : 0;
    const written = app.nest.get(Transactions).run(async (manager) => {
      // Locks the action, as its commands do.
      const [[{ n }]] = await manager.query('UPDATE change SET n = n + $2 WHERE action_id = $1 RETURNING n', [
        action,
        count,
      ]);
      const events = Array.from({ length: count }, (_, at) => ({
        type: 'action.edited' as const,
        actionId: action,
        actor: { name: 'writer', requestId: null },
        data: { action, n: n - count + at + 1, content: 'x'.repeat(500) },
        at: new Date(),
      }));
      await app.nest.get(Outbox).append(company, events);
      await sleep(openMs);
      if (isRolledBack) throw new Error('rolled back');
    });
    await written.then(
      () => (progress.committed += count),
      (error: unknown) => {
        // A writer that waits too long for the lock of an action gives up, like a request.
        if (!/rolled back|lock timeout|statement timeout/.test(String(error))) throw error;
      },
    );
  }
}

function report(what: string, events: number, since: number, until: number): void {
  const perSecond = Math.round(events / ((until - since) / 1_000));
  if (process.env.SHOW_FIGURES) console.log(`${events} events ${what}, ${perSecond} a second`);
}
