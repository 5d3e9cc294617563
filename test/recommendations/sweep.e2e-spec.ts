import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { ActionsSweep } from '../../src/actions/actions-sweep.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createActions } from '../support/create-actions.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const HOUR_MS = 3_600_000;
const later = () => new Date(Date.now() + HOUR_MS).toISOString();

let app: RunningApp;
afterEach(() => app.nest.close());

/** Creates a company with a recommendation that expires in an hour, and one that is scheduled for then. */
async function createWaiting(): Promise<TenantWithAgent> {
  const tenant = await createTenantWithAgent(app);
  await tenant.propose(await tenant.anOpenInvoice({}), { expires_at: later() }).expect(201);
  const alternatives = [
    anEmailAlternative({ scheduled_for: later() }),
    aCallAlternative({ scheduled_for: later() }),
  ];
  await tenant.propose(await tenant.anOpenInvoice({}), { alternatives }).expect(201);
  return tenant;
}
const loggedCommands = async (tenant: TenantWithAgent) =>
  (await tenant.log()).map(({ command }) => command).toSorted();
const SWEPT = ['cancel', 'cancel', 'wake', 'wake'];

it('sweeps all companies; simultaneous sweeps change each action once', async () => {
  app = await startApp(await createMigratedDatabase());
  const tenants = [await createWaiting(), await createWaiting(), await createWaiting()];
  const sweep = app.nest.get(ActionsSweep);
  await sweep.run();
  for (const tenant of tenants) expect(await loggedCommands(tenant)).toEqual([]);
  app.clock.advance(HOUR_MS + 1);
  await Promise.all([sweep.run(), sweep.run(), sweep.run()]);
  for (const tenant of tenants) {
    expect(await loggedCommands(tenant)).toEqual(SWEPT);
    expect((await tenant.verify()).broken).toEqual([]);
  }
});

it('sweeps at an interval of SWEEP_SECONDS', async () => {
  app = await startApp(await createMigratedDatabase(), { SWEEP_SECONDS: 1 }, ['api', 'worker']);
  const tenant = await createWaiting();
  app.clock.advance(HOUR_MS + 1);
  for (const deadline = Date.now() + 60_000; (await tenant.log()).length < 4; await sleep(50))
    if (Date.now() > deadline) break;
  expect(await loggedCommands(tenant)).toEqual(SWEPT);
});

it('sweeps in batches, so that user decisions do not wait for all actions', async () => {
  app = await startApp(await createMigratedDatabase());
  const tenant = await createTenantWithAgent(app);
  const ids = await createActions(app.dataSource, tenant.company, 1_100);
  await tenant.select('UPDATE action SET expires_at = now() WHERE company_id = $1 AND id = ANY ($2)', ids);
  app.clock.advance(HOUR_MS);
  await app.nest.get(ActionsSweep).run();
  const swept = await tenant.select<{ transactions: number; count: number }>(`
    SELECT count(DISTINCT xmin::text)::int AS transactions, count(*)::int AS count
    FROM action WHERE company_id = $1 AND status = 'cancelled'`);
  expect(swept).toEqual([{ transactions: 3, count: 1_100 }]);
  expect(await tenant.verify()).toMatchObject({ entries: 1_100, broken: [] });
});
