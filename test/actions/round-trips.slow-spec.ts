import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Notifications } from '../../src/database/notifications/notifications.js';
import { type RunningApp, startApp } from '../support/app.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';
import { createActions } from '../support/create-actions.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { RoundTrips } from '../support/round-trips.js';

/** The locks, with all that the decision needs; the writes, with the reads of what they make; the events and jobs; the commit. */
const ROUND_TRIPS = 4;

const database = new RoundTrips(process.env.TEST_DATABASE_URL!);
let app: RunningApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp(await database.open());
  tenant = await createTenant(app);
  // Opens the connections.
  const { id } = await tenant.make.anAction(tenant.company);
  await tenant.client.perform('approve', id).expect(200);
  // Tokens are kept only then.
  while (!app.nest.get(Notifications).isReliable) await setTimeout(50);
});

/** The token is looked up before, and then known for some seconds. */
beforeEach(() => tenant.client.request('get', '/actions/counts').expect(200));

afterAll(async () => {
  await app.nest.close();
  database.close();
});

const performs = (command: Command, id: string, body: object = {}, key?: string) =>
  database.during(async () => {
    const request = tenant.client.perform(command, id, body);
    if (key !== undefined) request.set('Idempotency-Key', key);
    await request.expect(200);
  });
const bulk = (ids: string[]) =>
  database.during(() => tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200));

it.each<Command>(['approve', 'reject', 'send', 'cancel', 'complete'])(
  '%s takes four round trips',
  async (command) => {
    const { id } = await tenant.make.anAction(tenant.company);
    expect(await performs(command, id)).toBe(ROUND_TRIPS);
  },
);

it('an approval by a contact and one of a call take no more', async () => {
  const mail = await tenant.make.anAction(tenant.company);
  const call = await tenant.make.anAction(tenant.company, { actionType: 'call' });
  expect(await performs('approve', mail.id, { approved_by: tenant.contact.id })).toBe(ROUND_TRIPS);
  expect(await performs('approve', call.id)).toBe(ROUND_TRIPS);
});

it('an idempotency key takes one more round trip, for its claim', async () => {
  const { id } = await tenant.make.anAction(tenant.company);
  expect(await performs('approve', id, {}, 'once')).toBe(ROUND_TRIPS + 1);
});

it('a bulk command takes as many, however many actions it has', async () => {
  const ids = await createActions(app.dataSource, tenant.company, 42);
  expect(await bulk(ids.slice(0, 2))).toBe(ROUND_TRIPS);
  expect(await bulk(ids.slice(2))).toBe(ROUND_TRIPS);
});
