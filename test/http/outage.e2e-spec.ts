import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import request from 'supertest';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { DataSource } from 'typeorm';
import { type RunningApp, startApp } from '../support/app.js';
import { aMigratedDatabase } from '../support/database.js';
import { type Desk, openDesk } from '../support/desk.js';
import { expectUnavailable } from '../support/outage.js';
import { expectProblem } from '../support/problem.js';

/** A way to the database that can be cut. */
class Cable {
  private readonly sockets = new Set<net.Socket>();
  private server?: net.Server;

  constructor(private readonly target: URL) {}

  async plug(port = 0): Promise<number> {
    if (this.server?.listening) return port;
    this.server = net.createServer((socket) => {
      const onward = net.connect(Number(this.target.port), this.target.hostname);
      for (const end of [socket, onward]) {
        this.sockets.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => (socket.destroy(), onward.destroy()));
      }
      socket.pipe(onward).pipe(socket);
    });
    await once(this.server.listen(port, '127.0.0.1'), 'listening');
    return (this.server.address() as net.AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = once(this.server!.close(), 'close');
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

let app: RunningApp;
let cable: Cable;
let port: number;
let direct: DataSource;
let desk: Desk;
let id: string;

beforeAll(async () => {
  const url = new URL(await aMigratedDatabase());
  direct = await new DataSource({ type: 'postgres', url: url.href }).initialize();
  cable = new Cable(new URL(url));
  port = await cable.plug();
  url.port = String(port);
  app = await startApp(url.href);
});
afterAll(async () => {
  await app.nest.close();
  await direct.destroy();
  await cable.cut();
});
beforeEach(async () => {
  await cable.plug(port);
  desk = await openDesk(app);
  id = (await desk.make.anAction(desk.company)).id;
});

/** The process that serves a command which waits for a lock. */
async function waitingBackend(): Promise<number> {
  for (;;) {
    const [row] = await direct.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row) return row.pid;
  }
}

describe('503 service_unavailable, with Retry-After: 2, and by itself it recovers', () => {
  it('database down', async () => {
    await cable.cut();
    await expectUnavailable(async () => desk.client.detail(id));
    await expectUnavailable(async () => desk.client.perform('approve', id));
    await expectUnavailable(async () => request(app.url).get('/health/ready'));
    await request(app.url).get('/health/live').expect(200);
    await cable.plug(port);
    await request(app.url).get('/health/ready').expect(200);
    expect((await desk.client.perform('approve', id).expect(200)).body.approval_log).toHaveLength(1);
  });

  it('pool exhausted', async () => {
    const pool = (app.dataSource.driver as PostgresDriver).master as Pool;
    const taken = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    await expectUnavailable(async () => desk.client.list());
    taken.forEach((connection) => connection.release());
    await desk.client.list().expect(200);
  });

  it.each([
    ['statement timeout', 'pg_cancel_backend'],
    ['backend killed', 'pg_terminate_backend'],
  ])('%s, and nothing of the command stays', async (_, interrupt) => {
    const blocker = direct.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT FROM action WHERE id = $1 FOR UPDATE', [id]);
    const waiting = desk.client.perform('approve', id).then((answer) => answer);
    await direct.query(`SELECT ${interrupt}($1)`, [await waitingBackend()]);
    await expectUnavailable(() => waiting);
    await blocker.rollbackTransaction();
    await blocker.release();
    expect((await desk.client.detail(id).expect(200)).body).toMatchObject({
      status: 'proposed',
      approval_log: [],
    });
  });
});

it('500 error: a defect shows nothing of our insides, and the status is not stored without its log row', async () => {
  await direct.query('ALTER TABLE approval_log RENAME COLUMN actor TO performer');
  const answer = await desk.client.perform('approve', id);
  await direct.query('ALTER TABLE approval_log RENAME COLUMN performer TO actor');
  expectProblem(answer, 'error', { detail: 'Something went wrong on our side.' });
  expect((await desk.client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
});
