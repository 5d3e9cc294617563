import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import request from 'supertest';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { DataSource } from 'typeorm';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectUnavailable } from '../support/outage.js';
import { expectProblem } from '../support/problem.js';

/** A TCP proxy to the database, which can be closed to simulate an outage. */
class DatabaseProxy {
  private readonly sockets = new Set<net.Socket>();
  private server?: net.Server;

  constructor(private readonly target: URL) {}

  async open(port = 0): Promise<number> {
    if (this.server?.listening) return port;
    this.server = net.createServer((socket) => {
      const upstream = net.connect(Number(this.target.port), this.target.hostname);
      for (const end of [socket, upstream]) {
        this.sockets.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => (socket.destroy(), upstream.destroy()));
      }
      socket.pipe(upstream).pipe(socket);
    });
    await once(this.server.listen(port, '127.0.0.1'), 'listening');
    return (this.server.address() as net.AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.server!.close(), 'close');
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

let app: RunningApp;
let proxy: DatabaseProxy;
let port: number;
let direct: DataSource;
let tenant: Tenant;
let id: string;

beforeAll(async () => {
  const url = new URL(await createMigratedDatabase());
  direct = await new DataSource({ type: 'postgres', url: url.href }).initialize();
  proxy = new DatabaseProxy(new URL(url));
  port = await proxy.open();
  url.port = String(port);
  app = await startApp(url.href);
});
afterAll(async () => {
  await app.nest.close();
  await direct.destroy();
  await proxy.close();
});
beforeEach(async () => {
  await proxy.open(port);
  tenant = await createTenant(app);
  id = (await tenant.make.anAction(tenant.company)).id;
});

/** The PostgreSQL process of a command that waits for a lock. */
async function waitingBackend(): Promise<number> {
  for (;;) {
    const [row] = await direct.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row) return row.pid;
  }
}

describe('503 service_unavailable, with recovery without a restart', () => {
  it('while the database is down', async () => {
    await proxy.close();
    await expectUnavailable(async () => tenant.client.detail(id));
    await expectUnavailable(async () => tenant.client.perform('approve', id));
    await expectUnavailable(async () => request(app.url).get('/health/ready'));
    await request(app.url).get('/health/live').expect(200);
    await proxy.open(port);
    await request(app.url).get('/health/ready').expect(200);
    expect((await tenant.client.perform('approve', id).expect(200)).body.approval_log).toHaveLength(1);
  });

  it('while the pool is exhausted', async () => {
    const pool = (app.dataSource.driver as PostgresDriver).master as Pool;
    const taken = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    await expectUnavailable(async () => tenant.client.list());
    taken.forEach((connection) => connection.release());
    await tenant.client.list().expect(200);
  });

  it.each([
    ['a cancelled statement', 'pg_cancel_backend'],
    ['a killed backend', 'pg_terminate_backend'],
  ])('after %s, which rolls the command back', async (_, interrupt) => {
    const blocker = direct.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT FROM action WHERE id = $1 FOR UPDATE', [id]);
    const waiting = tenant.client.perform('approve', id).then((response) => response);
    await direct.query(`SELECT ${interrupt}($1)`, [await waitingBackend()]);
    await expectUnavailable(() => waiting);
    await blocker.rollbackTransaction();
    await blocker.release();
    expect((await tenant.client.detail(id).expect(200)).body).toMatchObject({
      status: 'proposed',
      approval_log: [],
    });
  });
});

it('500 error reveals no internals, and the status is not stored without its log entry', async () => {
  await direct.query('ALTER TABLE approval_log RENAME COLUMN actor TO performer');
  const response = await tenant.client.perform('approve', id);
  await direct.query('ALTER TABLE approval_log RENAME COLUMN performer TO actor');
  expectProblem(response, 'error', { detail: 'The server failed to process the request.' });
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
});
