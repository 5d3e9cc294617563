import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { Sweeps } from '../../src/worker/sweeps.js';
import { type Agency, openAgency } from '../support/agency.js';
import { type RunningApp, startApp } from '../support/app.js';
import { aMigratedDatabase } from '../support/database.js';
import { manyActions } from '../support/many-actions.js';
import { aCall, anAlternative } from '../support/recommendation.js';

const HOUR_MS = 3_600_000;
const later = () => new Date(Date.now() + HOUR_MS).toISOString();

let app: RunningApp;
afterEach(() => app.nest.close());

/** In a company of its own: a recommendation that ends in an hour, and one that is to be proposed then. */
async function twoThatWait(): Promise<Agency> {
  const desk = await openAgency(app);
  await desk.propose(await desk.owed({}), { expires_at: later() }).expect(201);
  const alternatives = [anAlternative({ scheduled_for: later() }), aCall({ scheduled_for: later() })];
  await desk.propose(await desk.owed({}), { alternatives }).expect(201);
  return desk;
}
const commands = async (desk: Agency) => (await desk.log()).map(({ command }) => command).toSorted();
const SWEPT = ['cancel', 'cancel', 'wake', 'wake'];

it('a sweep goes through all companies, and several at once do each change once', async () => {
  app = await startApp(await aMigratedDatabase());
  const desks = [await twoThatWait(), await twoThatWait(), await twoThatWait()];
  const sweep = app.nest.get(Sweeps);
  await sweep.run();
  for (const desk of desks) expect(await commands(desk)).toEqual([]);
  app.clock.advance(HOUR_MS + 1);
  await Promise.all([sweep.run(), sweep.run(), sweep.run()]);
  for (const desk of desks) {
    expect(await commands(desk)).toEqual(SWEPT);
    expect((await desk.verify()).broken).toEqual([]);
  }
});

it('a sweep comes by itself, every so many seconds', async () => {
  app = await startApp(await aMigratedDatabase(), { SWEEP_SECONDS: 1 });
  const desk = await twoThatWait();
  app.clock.advance(HOUR_MS + 1);
  for (const deadline = Date.now() + 60_000; (await desk.log()).length < 4; await sleep(50))
    if (Date.now() > deadline) break;
  expect(await commands(desk)).toEqual(SWEPT);
});

it('a sweep takes some at a time, so that nobody who decides waits for all of them', async () => {
  app = await startApp(await aMigratedDatabase());
  const desk = await openAgency(app);
  const ids = await manyActions(app.dataSource, desk.company, 1_100);
  await desk.select('UPDATE action SET expires_at = now() WHERE company_id = $1 AND id = ANY ($2)', ids);
  app.clock.advance(HOUR_MS);
  await app.nest.get(Sweeps).run();
  const swept = await desk.select<{ transactions: number; count: number }>(`
    SELECT count(DISTINCT xmin::text)::int AS transactions, count(*)::int AS count
    FROM action WHERE company_id = $1 AND status = 'cancelled'`);
  expect(swept).toEqual([{ transactions: 3, count: 1_100 }]);
  expect(await desk.verify()).toMatchObject({ entries: 1_100, broken: [] });
});
