import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import { type ActionFilter, listingOf } from '../../src/actions/inbox/list-query.js';
import { pageStatement } from '../../src/database/sql/select-page.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { createBigCompany } from '../support/big-company.js';
import { createMigratedDatabase } from '../support/database.js';
import { hasSeqScan, MODES, type Node, planNodes } from '../support/query-plans.js';
import { clearStatistics, stopAutovacuum } from '../support/statistics.js';

let database: DataSource;
let runner: QueryRunner;
let company: CompanyId;
let contact: string;

beforeAll(async () => {
  database = await new DataSource({ type: 'postgres', url: await createMigratedDatabase() }).initialize();
  await stopAutovacuum(database);
  company = (await createBigCompany(database)) as CompanyId;
  await database.query(ROWS);
  await database.query('VACUUM ANALYZE');
  [{ id: contact }] = await database.query(
    `SELECT id FROM company_contact WHERE company_id = $1 AND name = 'Dana 1'`,
    [company],
  );
});
afterAll(() => database.destroy());
beforeEach(() => {
  runner = database.createQueryRunner();
});
afterEach(async () => {
  if (runner.isTransactionActive) await runner.rollbackTransaction();
  await runner.release();
});

/** A recommendation on every invoice; contacts in every company, to one of whom one in twenty actions is assigned. */
const ROWS = `
  SET synchronous_commit = on;
  INSERT INTO company_contact (id, company_id, name, email)
    SELECT gen_random_uuid(), id, 'Dana ' || n, 'dana@example.com' FROM company, generate_series(1, 100) n;
  WITH inserted AS (
    INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint)
    SELECT gen_random_uuid(), company_id, customer_id, id, 'agent', '' FROM invoice RETURNING id, invoice_id
  )
  UPDATE action a SET recommendation_id = inserted.id FROM inserted WHERE inserted.invoice_id = a.invoice_id;
  UPDATE action a SET assigned_to = k.id FROM company_contact k 
    WHERE k.company_id = a.company_id AND k.name = 'Dana 1' AND urgency_score % 20 = 0`;

type View = [name: string, filter: () => ActionFilter, index: string];
const IN_NEEDS_ACTION = { category: 'needs_action' } as const;

/** Lists that look up the invoice or the recommendation of each candidate. */
const JOINED: View[] = [
  ['by amount', () => ({ ...IN_NEEDS_ACTION, sort: 'amount' }), 'invoice_pkey'],
  ['by days overdue', () => ({ ...IN_NEEDS_ACTION, sort: 'days_overdue' }), 'invoice_pkey'],
  ['bounds', () => ({ ...IN_NEEDS_ACTION, currency: 'USD', amount_min: '1' }), 'invoice_pkey'],
  ['days overdue', () => ({ ...IN_NEEDS_ACTION, days_overdue_min: 30 }), 'invoice_pkey'],
  ['a source', () => ({ ...IN_NEEDS_ACTION, source: 'agent' }), 'recommendation_pkey'],
  ['all by amount', () => ({ sort: 'amount', source: 'agent' }), 'invoice_pkey'],
  ['history', () => ({ category: 'history', days_overdue_max: 30 }), 'invoice_pkey'],
  ['a search', () => ({ search: 'Trading 1234', sort: 'amount' }), 'invoice_pkey'],
];
const ASSIGNED: View[] = [
  ['assigned', () => ({ assigned_to: contact }), 'action_assigned_idx'],
  ['needed', () => ({ ...IN_NEEDS_ACTION, assigned_to: contact }), 'action_assigned_idx'],
  [
    'assigned by amount',
    () => ({ ...IN_NEEDS_ACTION, assigned_to: contact, sort: 'amount' }),
    'action_assigned_idx',
  ],
];
const NOBODYS: View = [
  'nobody',
  () => ({ ...IN_NEEDS_ACTION, assigned_to: 'none' }),
  'action_needs_action_idx',
];

function planOf(filter: ActionFilter, mode: (typeof MODES)[number]): Promise<Node[]> {
  const { text, values } = pageStatement(listingOf(company, filter, new Date()), { page: 1, page_size: 20 });
  return planNodes(runner, text, values, mode);
}

/** Lists of most actions of the company, which has half of all actions. */
const UNBOUNDED = ['all by amount', 'history'];

const TABLES = ['action', 'invoice', 'recommendation', 'customer', 'company_contact'];

function faultsOf(nodes: Node[], index: string): string[] {
  const scanned = TABLES.filter((table) => hasSeqScan(nodes, table)).map((table) => `reads all of ${table}`);
  return nodes.some((node) => node['Index Name'] === index) ? scanned : [...scanned, `does not use ${index}`];
}

describe.each<[string, () => Promise<unknown>]>([
  ['statistics', () => database.query('ANALYZE')],
  ['no statistics', () => clearStatistics(database)],
])('with %s', (_, prepareStatistics) => {
  beforeAll(prepareStatistics);

  it.each([...JOINED, ...ASSIGNED, NOBODYS])('%s: looks rows up by key', async (name, filter, index) => {
    // A list that is joined is never prepared.
    for (const mode of ASSIGNED.some(([view]) => view === name) ? MODES : (['force_custom_plan'] as const)) {
      const tolerated = UNBOUNDED.includes(name) ? ['reads all of action'] : [];
      const faults = faultsOf(await planOf(filter(), mode), index);
      expect(faults.filter((fault) => !tolerated.includes(fault))).toEqual([]);
    }
  });

  it.each(ASSIGNED)('%s: fails without its index', async (_name, filter, index) => {
    await runner.startTransaction();
    await runner.query(`DROP INDEX ${index}`);
    for (const mode of MODES) expect(faultsOf(await planOf(filter(), mode), index)).not.toEqual([]);
  });
});

it.each([{ sort: 'amount' }, { sort: 'days_overdue' }, { currency: 'USD' }] as const)(
  'needs_action with %j reads the candidates from the index alone',
  async (filter) => {
    await database.query('VACUUM ANALYZE action');
    const nodes = await planOf({ ...IN_NEEDS_ACTION, ...filter }, 'force_custom_plan');
    const scans = nodes.filter((node) => node['Index Name'] === 'action_needs_action_idx');
    expect(scans.map((node) => node['Node Type'])).toEqual(['Index Only Scan']);
  },
);
