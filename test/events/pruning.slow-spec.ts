import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { EventFeed } from '../../src/events/event-feed.js';
import { EventPruning } from '../../src/events/event-pruning.js';
import { Outbox } from '../../src/events/outbox.js';
import type { DomainError } from '../../src/problems/domain-error.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, reportPlans } from '../support/executed-plans.js';
import { createTenant } from '../support/tenant.js';

const DAY_MS = 86_400_000;
const OLD = 5_000;
const RECENT = 40;
const PAGE = 100;
const MOST_DELETED = 1_000;

/** Two processes on one database. */
let apps: RunningApp[];
let recorder: PlanRecorder;
let app: RunningApp;

beforeAll(async () => {
  const url = await createMigratedDatabase();
  await reportPlans(url);
  apps = [await startApp(url), await startApp(url)];
  app = apps[0]!;
  recorder = new PlanRecorder(app.dataSource);
  await app.dataSource.query(`
    CREATE TABLE deleted (xid xid8 DEFAULT pg_current_xact_id(), count int);
    CREATE FUNCTION note_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO deleted (count) SELECT count(*) FROM gone; RETURN NULL; END $$;
    CREATE TRIGGER note_deleted AFTER DELETE ON event REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION note_deleted()`);
});
afterAll(() => Promise.all(apps.map(({ nest }) => nest.close())));

async function aCompany(): Promise<CompanyId> {
  const { company } = await createTenant(app);
  return app.nest.get(OperatorAdmission).admit(company.id);
}
const advance = (days: number) => apps.forEach(({ clock }) => clock.advance(days * DAY_MS));
const prune = ({ nest } = app) => nest.get(EventPruning).run();
const feed = () => app.nest.get(EventFeed);
const positions = async (company: CompanyId, after: string | null) =>
  (await feed().read(company, after, {}, PAGE)).events.map(({ position }) => Number(position));
const count = async (company: CompanyId) =>
  (await app.dataSource.query(`SELECT count(*)::int AS n FROM event WHERE company_id = $1`, [company]))[0].n;

async function append(company: CompanyId, events: number, at = app.clock.now()): Promise<void> {
  const event = { type: 'policy.ran' as const, actor: { name: 'a', requestId: null }, data: {}, at };
  await app.nest.get(Outbox).append(
    company,
    Array.from({ length: events }, () => event),
  );
}

/** Follows the feed until the work has ended. Returns how many pages it read, those with a gap, and why a cursor was refused. */
async function follow(company: CompanyId, work: Promise<unknown>) {
  const state = { isOver: false };
  void work.finally(() => (state.isOver = true));
  const seen = { pages: 0, gaps: [] as number[][], refusals: new Set<string>() };
  for (let after: string | null = null; !state.isOver; await turn()) {
    try {
      const { events, next } = await feed().read(company, after, {}, PAGE);
      const found = events.map(({ position }) => Number(position));
      const first = after === null ? found[0]! : Number(after) + 1;
      if (found.some((position, index) => position !== first + index)) seen.gaps.push(found);
      seen.pages += 1;
      // From the beginning again, so that readers meet the deletions.
      after = events.length < PAGE ? null : next;
    } catch (error) {
      seen.refusals.add((error as DomainError).code);
      after = null;
    }
  }
  return seen;
}

it('deletes the old events of all companies, in batches, under readers and with a second worker', async () => {
  const [followed, unread] = [await aCompany(), await aCompany()];
  for (const company of [followed, unread]) await append(company, OLD);
  await feed().latest(followed);
  advance(91);
  for (const company of [followed, unread]) await append(company, RECENT);
  const work = Promise.all(apps.map(prune));
  const reading = await follow(followed, work);
  await work;
  expect(reading.pages).toBeGreaterThan(1);
  expect(reading.gaps).toEqual([]);
  // Whether a cursor expired meanwhile depends on the time.
  expect([[], ['cursor_expired']]).toContainEqual([...reading.refusals]);

  const kept = Array.from({ length: RECENT }, (_, index) => OLD + 1 + index);
  for (const company of [followed, unread]) {
    expect(await count(company)).toBe(RECENT);
    expect(await positions(company, null)).toEqual(kept);
    expect(await positions(company, String(OLD))).toEqual(kept);
    for (const after of ['0', '1', String(OLD - 1)])
      await expect(feed().read(company, after, {}, PAGE)).rejects.toMatchObject({ code: 'cursor_expired' });
  }
  const deleted = await app.dataSource.query<{ n: number }[]>(
    'SELECT sum(count)::int AS n FROM deleted GROUP BY xid HAVING sum(count) > 0',
  );
  expect(deleted.reduce((sum, { n }) => sum + n, 0)).toBe(2 * OLD);
  expect(Math.max(...deleted.map(({ n }) => n))).toBeLessThanOrEqual(MOST_DELETED);
});

it('keeps an event that is not old behind one that is, and lets an event of the future keep no others', async () => {
  const company = await aCompany();
  const daysAgo = (days: number) => new Date(app.clock.now().getTime() - days * DAY_MS);
  for (const days of [92, -400, 91, 10, 95]) await append(company, 1, daysAgo(days));
  await prune();
  expect(await positions(company, null)).toEqual([4, 5]);
  advance(81);
  await prune();
  expect(await positions(company, null)).toEqual([]);
  expect(await feed().latest(company)).toBe('5');
});

it('reads hardly anything where nothing is old', async () => {
  const companies = await Promise.all(Array.from({ length: 5 }, aCompany));
  for (const company of companies) await append(company, 4_000);
  for (const company of companies.slice(0, 3)) await feed().latest(company);
  // The first look reads the index entries of events that have got their places, as long as PostgreSQL keeps them.
  await app.dataSource.query('VACUUM event');
  const plans = await recorder.during(() => prune());
  expect(plans.length).toBeGreaterThan(1);
  expect(excessiveReads(plans, { rows: 100, pages: 300 })).toEqual([]);
});
