import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Connections } from '../../src/api/connections/connections.js';
import { cursorAt } from '../../src/events/cursor.js';
import { Outbox } from '../../src/events/outbox.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { type RunningApp, startApp } from '../support/app.js';
import { Factories } from '../support/factories.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses, type Server } from '../support/processes.js';
import { EventReader } from './event-reader.js';
import { type Consumer, followByStream } from './following.js';

let installation: Installation;
/** Writes events, in another process than the server of the streams. */
let app: RunningApp;
let server: Server;
let written = 0;

beforeAll(async () => {
  installation = await createInstallation();
  app = await startApp(installation.databaseUrl);
  server = await installation.start({}, ['api']);
});
afterEach(() => killReaders());
afterAll(async () => {
  await app.nest.close();
  await killProcesses();
  await installation.dataSource.destroy();
});

const readers: EventReader[] = [];
function killReaders(): void {
  for (const reader of readers.splice(0)) reader.close();
}
const urlOf = (base: string, query = '') =>
  `${base}/api/companies/${installation.company.id}/events/stream${query}`;
async function open(
  query = '',
  headers: Record<string, string> = installation.headers,
): Promise<EventReader> {
  const reader = await EventReader.open(urlOf(server.url, query), headers);
  readers.push(reader);
  expect(reader.status).toBe(200);
  await reader.until(() => reader.lastId !== undefined);
  return reader;
}
async function append(content = ''): Promise<string> {
  const name = `event ${(written += 1)}`;
  const actor = { name, requestId: null };
  await app.nest
    .get(Outbox)
    .append(installation.company.id as CompanyId, [
      { type: 'settings.updated', actor, data: { content }, at: new Date() },
    ]);
  return name;
}
/** Appends events one after the other, each when the one before it has arrived; returns the milliseconds. */
async function roundTrips(reader: EventReader, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < count; n += 1) {
    const name = await append();
    await reader.until(() => reader.events.at(-1)?.actor === name);
  }
  return performance.now() - startedAt;
}

it('an event that another process writes arrives at once', async () => {
  const reader = await open();
  // Looks without notifications come every five seconds.
  expect(await roundTrips(reader, 10)).toBeLessThan(15_000);
});

it('a stream continues, with notifications, when all connections of its process are killed', async () => {
  const reader = await open();
  await roundTrips(reader, 1);
  await installation.dataSource.query(`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'daybook'`);
  await append().catch(() => append());
  await sleep(1_000);
  const name = await append();
  await reader.until(() => reader.events.at(-1)?.actor === name);
  expect(await roundTrips(reader, 10)).toBeLessThan(15_000);
  expect(reader.isEnded).toBe(false);
});

it('an event whose process was killed between its commit and the notification arrives a little later', async () => {
  const reader = await open();
  const make = new Factories(installation.dataSource);
  await make.anEvent(installation.company);
  await reader.until(() => reader.events.length === 1);
});

it('a stream without events gets heartbeats, whose id passes the events that it does not want', async () => {
  const reader = await open('?types=hold.set');
  const { lastId } = reader;
  await append();
  await reader.until(() => reader.heartbeats === 1);
  expect(reader.lastId).not.toBe(lastId);
  expect(reader.events).toEqual([]);
});

it('a stream whose token is revoked is ended within a minute', async () => {
  const make = new Factories(installation.dataSource);
  const token = await make.aToken([installation.company], { name: 'revoked' });
  const reader = await open('', { Authorization: `Token ${token}` });
  await installation.dataSource.query(`UPDATE api_token SET revoked_at = now() WHERE name = 'revoked'`);
  const startedAt = performance.now();
  await reader.ended;
  expect(performance.now() - startedAt).toBeLessThan(60_000);
  expect(reader.problems).toEqual([expect.objectContaining({ code: 'authentication_failed', status: 401 })]);
});

it('SIGTERM ends streams at once, those of clients that do not read too', async () => {
  const other = await installation.start({}, ['api']);
  const reader = await EventReader.open(urlOf(other.url), installation.headers);
  const stalled = await stallingReader(other.url);
  for (let n = 0; n < 40; n += 1) await append(longText());
  await reader.until(() => reader.events.length === 40);
  const startedAt = performance.now();
  expect(await other.stop('SIGTERM')).toMatchObject({ code: 0 });
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  await reader.ended;
  expect(reader.response.complete).toBe(true);
  stalled.destroy();
});

it('a client that resumes misses nothing when servers are killed and started again', async () => {
  const consumer: Consumer = { events: [] };
  const start = written;
  const names: string[] = [];
  const first = await open();
  const from = first.lastId!;
  let current = await installation.start({}, ['api']);
  const url = () => urlOf(current.url, `?after=${from}`);
  const isOver = () => names.length === 60 && consumer.events.length >= 60;
  const following = followByStream(url, installation.headers, consumer, isOver);
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    for (let n = 0; n < 10; n += 1) names.push(await append());
    const stopped = current.stop(signal);
    for (let n = 0; n < 10; n += 1) names.push(await append());
    await stopped;
    current = await installation.start({}, ['api']);
  }
  await following;
  expect(written - start).toBe(60);
  expect(consumer.events.map(({ actor }) => actor)).toEqual(names);
});

it('drops a client that takes nothing for two minutes', async () => {
  const connections = app.nest.get(Connections);
  const stalled = await stallingReader(app.url);
  for (let n = 0; n < 40; n += 1) await append(longText());
  await sleep(2_000);
  expect(connections.count).toBe(1);
  const [connection] = connections.all();
  // Kept at most: the page that is being written.
  expect(connection!.socket.writableLength).toBeLessThan(2_000_000);
  while (connections.count > 0) await sleep(200);
  stalled.destroy();
}, 240_000);

/** Hardly compressible, so that a page has few of them. */
const longText = (): string => Array.from({ length: 50_000 }, () => Math.random().toString(36)).join('');

/** Opens a stream and never reads from it. */
async function stallingReader(base: string) {
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  const { pathname, search } = new URL(urlOf(base, `?after=${cursorAt(0)}`));
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\nAuthorization: ${installation.headers.Authorization}\r\n\r\n`,
  );
  return socket;
}
