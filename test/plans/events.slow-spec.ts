import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { EventFeed, type EventFilter } from '../../src/events/event-feed.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, reportPlans } from '../support/executed-plans.js';
import { Factories } from '../support/factories.js';
import { clearStatistics, stopAutovacuum } from '../support/statistics.js';

const EVENTS = 300_000;
const UNORDERED = 5_000;
const ACTION = '019aaf30-5e6f-7081-92a3-b4c5d6e7f809';

let database: DataSource;
let company: CompanyId;
const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  database = await new DataSource({ type: 'postgres', url }).initialize();
  await stopAutovacuum(database);
  await reportPlans(url);
  return url;
});
afterAll(() => database.destroy());
let recorder: PlanRecorder;

beforeAll(async () => {
  company = (await new Factories(app.dataSource).aCompany()).id as CompanyId;
  const other = (await new Factories(app.dataSource).aCompany()).id;
  recorder = new PlanRecorder(app.dataSource);
  // One in a thousand events is of a rare type, and one in a thousand of one action.
  await database.query(
    `INSERT INTO event (id, company_id, position, type, action_id, actor, data, created_at)
     SELECT gen_random_uuid(), c, n, CASE n % 1000 WHEN 0 THEN 'hold.set' ELSE 'action.edited' END,
       CASE n % 1000 WHEN 1 THEN $3 ELSE gen_random_uuid() END, 'agent', '{"a": 1}', now()
     FROM generate_series(1, ${EVENTS}) n, unnest(ARRAY[$1, $2]::uuid[]) c`,
    [company, other, ACTION],
  );
  await database.query('INSERT INTO event_head VALUES ($1, $3), ($2, $3)', [company, other, EVENTS]);
});

const append = () =>
  database.query(
    `INSERT INTO event (id, company_id, type, actor, data, created_at)
     SELECT gen_random_uuid(), $1, 'action.edited', 'agent', '{}', now() FROM generate_series(1, ${UNORDERED})`,
    [company],
  );

const FILTERS: [string, EventFilter][] = [
  ['all events', {}],
  ['a rare type', { types: ['hold.set'] }],
  ['types', { types: ['hold.set', 'action.edited', 'action.sent'] }],
  ['an action', { actionId: ACTION }],
  ['a type of an action', { actionId: ACTION, types: ['action.edited'] }],
];

describe.each<[string, () => Promise<unknown>]>([
  ['no statistics', () => clearStatistics(database)],
  ['current statistics', () => database.query('ANALYZE')],
])('with %s', (_, prepareStatistics) => {
  beforeAll(prepareStatistics);

  afterAll(async () => {
    await database.query(
      `DELETE FROM event WHERE company_id = $1 AND coalesce(position, ${EVENTS + 1}) > ${EVENTS}`,
      [company],
    );
    await database.query('UPDATE event_head SET last = $1', [EVENTS]);
  });

  it.each(FILTERS)('a page of %s reads only its events, at any depth', async (_filter, filter) => {
    const feed = app.nest.get(EventFeed);
    for (const after of ['0', '1000', '150000', '299000']) {
      // PostgreSQL makes a generic plan after five executions.
      for (let execution = 0; execution < 8; execution += 1) {
        const plans = await recorder.during(() => feed.read(company, after, filter, 100));
        expect(excessiveReads(plans, { rows: 700, pages: 2_500 })).toEqual([]);
      }
    }
  });

  it('events are put in order by the rows of a batch alone', async () => {
    await append();
    const feed = app.nest.get(EventFeed);
    for (let batch = 0; batch < UNORDERED / 1_000; batch += 1) {
      const plans = await recorder.during(() => feed.read(company, String(EVENTS), {}, 100));
      // Each row is looked up, and gets an entry in four indexes.
      expect(excessiveReads(plans, { rows: 6_000, pages: 60_000 })).toEqual([]);
    }
    expect(await feed.latest(company)).toBe(String(EVENTS + UNORDERED));
  });
});
