import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import { type ActionFilter, listingOf } from '../../src/actions/inbox/list-query.js';
import { recommendationListingOf } from '../../src/actions/inbox/recommendation-rows.js';
import { logListingOf } from '../../src/actions/store/log/approval-log-store.js';
import { batchSql } from '../../src/database/sql/long-rows.js';
import { type Listing, pageStatement } from '../../src/database/sql/select-page.js';
import { ACTION_DETAILS } from '../../src/actions/inbox/action-rows.js';
import { LOCK_ALTERNATIVES } from '../../src/actions/store/locked-action.js';
import { countsStatement } from '../../src/actions/inbox/counts-query.js';
import {
  OPEN_ON_CUSTOMER,
  OPEN_ON_INVOICE,
  UNDECIDED_ON,
} from '../../src/actions/store/recommendation-sql.js';
import { CUSTOMER_IDS, INVOICE_IDS } from '../../src/ledger/receivables.repository.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { createBigCompany } from '../support/big-company.js';
import { createMigratedDatabase } from '../support/database.js';
import { MODES, type Node, planNodes, hasSeqScan, limitedNodes } from '../support/query-plans.js';

let database: DataSource;
let runner: QueryRunner;
let company: CompanyId;
let invoice: { invoice_id: string; customer_id: string };

beforeAll(async () => {
  database = await new DataSource({ type: 'postgres', url: await createMigratedDatabase() }).initialize();
  company = (await createBigCompany(database)) as CompanyId;
  [invoice] = await database.query(
    `SELECT id AS invoice_id, customer_id FROM invoice WHERE company_id = $1 AND invoice_number = 'INV-C-700-3'`,
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

type View = [name: string, filter: () => ActionFilter, index: string];

/** Lists that read the ids of a page in index order, and the count from the tally, or by dates from the same index, without the table. */
const SORTED_BY_INDEX: View[] = [
  ['needs_action', () => ({ category: 'needs_action' }), 'action_needs_action_idx'],
  ['awaiting_customer', () => ({ category: 'awaiting_customer' }), 'action_awaiting_customer_idx'],
  ['in_progress', () => ({ category: 'in_progress' }), 'action_in_progress_idx'],
  ['history', () => ({ category: 'history' }), 'action_history_idx'],
  [
    'history by dates',
    () => ({ category: 'history', executed_after: '2026-02-01', executed_before: '2026-02-28' }),
    'action_history_idx',
  ],
  ['the plain list', () => ({}), 'action_inbox_idx'],
  ['a list of types', () => ({ action_type: ['call', 'task'] }), 'action_inbox_idx'],
  ['a list of statuses', () => ({ status: ['proposed', 'scheduled'] }), 'action_inbox_idx'],
];
/** Lists that select few rows by an index, and sort them. */
const SELECTED_BY_INDEX: View[] = [
  [
    'alternatives',
    () => ({ category: 'alternatives', invoice_id: invoice.invoice_id }),
    'action_company_id_invoice_id_idx',
  ],
  ['one invoice', () => ({ invoice_id: invoice.invoice_id }), 'action_company_id_invoice_id_idx'],
  ['overdue responses', () => ({ response_overdue: true }), 'action_response_deadline_idx'],
  ['one customer', () => ({ customer_id: invoice.customer_id }), 'action_company_id_customer_id_idx'],
];
/** Searches, which are never prepared (see select-page.ts): PostgreSQL always plans them for their values. */
const SEARCHES: View[] = [
  ['search in the actions’ own texts', () => ({ search: 'deadbe' }), 'action_text_trgm_idx'],
  ['search in customers’ names', () => ({ search: 'Trading 1234' }), 'customer_name_trgm_idx'],
  ['search in invoice numbers', () => ({ search: 'INV-C-700-3' }), 'invoice_number_trgm_idx'],
];

function planOf(runner: QueryRunner, filter: ActionFilter, mode: (typeof MODES)[number]): Promise<Node[]> {
  const { text, values } = pageStatement(listingOf(company, filter, new Date()), { page: 1, page_size: 20 });
  return planNodes(runner, text, values, mode);
}

/** Describes how a plan fails to use the index. Empty if the plan is good. */
function faultsOf(nodes: Node[], index: string, inOrder: boolean, scans = 1): string[] {
  const using = (type: RegExp) =>
    nodes.filter((node) => type.test(node['Node Type']) && node['Index Name'] === index).length;
  const faults = [];
  if (hasSeqScan(nodes, 'action')) faults.push('reads the actions of all companies');
  if (using(/Index/) === 0) faults.push(`does not use ${index}`);
  if (inOrder && using(/^Index Only Scan$/) !== scans)
    faults.push('reads the table for the ids, or counts what it could read from the tally');
  const isLimited = limitedNodes(nodes).some((node) => node['Index Name'] === index);
  if (inOrder && !isLimited) faults.push('sorts all rows to return one page');
  return faults;
}

describe.each(MODES)('%s', (mode) => {
  it.each(SORTED_BY_INDEX)('%s: reads ids and count without the table', async (_, filter, index) => {
    const scans = filter().executed_after ? 2 : 1;
    expect(faultsOf(await planOf(runner, filter(), mode), index, true, scans)).toEqual([]);
  });

  it('the count of a list reads the tally and no action', async () => {
    const lists = [{}, { category: 'history' }, { include_deleted: true, action_type: ['call'] }] as const;
    for (const filter of lists) {
      const { count, values } = listingOf(company, filter as ActionFilter, new Date());
      const nodes = await planNodes(runner, `SELECT ${count}`, values, mode);
      expect(nodes.flatMap((node) => node['Relation Name'] ?? [])).toEqual(['action_tally']);
    }
  });

  it.each(SELECTED_BY_INDEX)('%s: uses its index', async (_, filter, index) => {
    expect(faultsOf(await planOf(runner, filter(), mode), index, false)).toEqual([]);
  });

  it.each(['ab', 'ü', '...', '%%%', 'a-b', '1 2'])(
    'a search for %j has no trigram and uses no trigram index',
    async (search) => {
      const nodes = await planOf(runner, { search }, mode);
      expect(nodes.filter((node) => node['Index Cond']?.includes('~~'))).toEqual([]);
    },
  );
});

it.each(SEARCHES)('%s: uses its index', async (_, filter, index) => {
  expect(faultsOf(await planOf(runner, filter(), 'force_custom_plan'), index, false)).toEqual([]);
});

it.each([...SORTED_BY_INDEX, ...SELECTED_BY_INDEX, ...SEARCHES])(
  '%s: these tests fail without its index',
  async (name, filter, index) => {
    await runner.startTransaction();
    await runner.query(`DROP INDEX ${index}`);
    const inOrder = SORTED_BY_INDEX.some(([view]) => view === name);
    for (const mode of MODES) {
      const scans = filter().executed_after ? 2 : 1;
      expect(faultsOf(await planOf(runner, filter(), mode), index, inOrder, scans)).not.toEqual([]);
    }
    await runner.rollbackTransaction();
  },
);

it.each(SORTED_BY_INDEX)('%s: the order is the same without its index', async (_, filter, index) => {
  const { text, values } = pageStatement(listingOf(company, filter(), new Date()), {
    page: 2,
    page_size: 150,
  });
  const page = async () => (await runner.query(text, values)).map(({ id }: { id: string }) => id);
  const byIndex = await page();
  await runner.startTransaction();
  await runner.query(`DROP INDEX ${index}`);
  const sorted = await page();
  await runner.rollbackTransaction();
  expect(byIndex).toHaveLength(150);
  expect(sorted).toEqual(byIndex);
});

describe('with a recommendation on every invoice', () => {
  let action: { id: string; invoice_id: string; customer_id: string };
  let actionIds: string[];
  let entryIds: string[];

  async function idsOf(table: string): Promise<string[]> {
    const statement = `SELECT id FROM ${table} WHERE company_id = $1 LIMIT 100`;
    return (await database.query<{ id: string }[]>(statement, [company])).map(({ id }) => id);
  }

  beforeAll(async () => {
    await database.query(RECOMMENDATIONS);
    await database.query(PROPOSALS);
    await database.query('VACUUM ANALYZE recommendation, action, approval_log');
    [action] = await database.query('SELECT * FROM action WHERE company_id = $1 LIMIT 1', [company]);
    actionIds = await idsOf('action');
    entryIds = await idsOf('approval_log');
  });

  /** One recommendation on every invoice, with two alternatives. */
  const RECOMMENDATIONS = `
  WITH inserted AS (
    INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint)
    SELECT gen_random_uuid(), company_id, customer_id, id, 'agent', 'x' FROM invoice RETURNING id, invoice_id
  )
  UPDATE action a SET recommendation_id = inserted.id FROM inserted WHERE inserted.invoice_id = a.invoice_id`;

  /** The first log entry of every action. */
  const PROPOSALS = `
  INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
  SELECT gen_random_uuid(), company_id, id, 'propose', 'proposed', 'proposed', 'agent', created_at, md5(id::text) FROM action`;

  const STATEMENTS: [string, () => { text: string; values: unknown[] }][] = [
    [
      'the other alternatives of an approved action',
      () => ({ text: LOCK_ALTERNATIVES, values: [company, [action.id], []] }),
    ],
    [
      'an action with its log and the facts for its warnings',
      () => ({ text: ACTION_DETAILS, values: [company, [action.id]] }),
    ],
    ['more actions of a page', () => moreRowsOf(listingOf(company, {}, new Date()))],
    ['more alternatives of a page', () => moreRowsOf(recommendationListingOf(company, {}))],
    ['more entries of a page of the log', () => moreRowsOf(logListingOf(company, {}), 'approval_log')],
    ['the counts of all categories and statuses', () => countsStatement(company, new Date())],
    [
      'the open recommendation of an invoice',
      () => ({ text: OPEN_ON_INVOICE, values: [company, action.invoice_id] }),
    ],
    [
      'the open recommendation of a customer',
      () => ({ text: OPEN_ON_CUSTOMER, values: [company, action.customer_id] }),
    ],
    [
      'the actions that a batch may supersede',
      () => ({ text: UNDECIDED_ON, values: [company, [action.invoice_id], [action.customer_id]] }),
    ],
    [
      'invoices by id or number',
      () => ({ text: INVOICE_IDS, values: [company, [action.invoice_id], ['INV-C-7-3']] }),
    ],
    [
      'customers by id or external id',
      () => ({ text: CUSTOMER_IDS, values: [company, [action.customer_id], ['C-9']] }),
    ],
  ];

  /** The statement that reads the rest of a page. */
  const moreRowsOf = (listing: Listing, table: 'action' | 'approval_log' = 'action') => ({
    text: batchSql(listing, listing.long!),
    values: [table === 'action' ? actionIds : entryIds],
  });

  describe.each(MODES)('%s', (mode) => {
    it.each(STATEMENTS)('%s: reads only rows of one company, by an index', async (_, statement) => {
      const { text, values } = statement();
      const nodes = await planNodes(runner, text, values, mode);
      const scanned = ['action', 'recommendation', 'invoice', 'customer', 'approval_log'].filter((table) =>
        hasSeqScan(nodes, table),
      );
      expect(scanned).toEqual([]);
    });
  });
});
