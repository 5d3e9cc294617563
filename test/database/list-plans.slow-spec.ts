import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import { logListingOf } from '../../src/actions/store/log/approval-log-store.js';
import { recommendationListingOf } from '../../src/actions/inbox/recommendation-rows.js';
import { listingOf as actionListingOf } from '../../src/actions/inbox/list-query.js';
import { type Listing, pageStatement } from '../../src/database/sql/select-page.js';
import { CUSTOMERS, invoiceListingOf, listingOf } from '../../src/ledger/ledger-lists.js';
import { contactListingOf } from '../../src/tenancy/contacts/contacts.repository.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { createBigCompany } from '../support/big-company.js';
import { createMigratedDatabase } from '../support/database.js';
import { MODES, type Node, planNodes, hasSeqScan, limitedNodes } from '../support/query-plans.js';

let database: DataSource;
let runner: QueryRunner;
let company: CompanyId;
let contact: string;
let customer: string;
let invoice: string;

beforeAll(async () => {
  database = await new DataSource({ type: 'postgres', url: await createMigratedDatabase() }).initialize();
  company = (await createBigCompany(database)) as CompanyId;
  await database.query(ROWS);
  await database.query(
    'VACUUM ANALYZE customer, company_contact, invoice, approval_log, recommendation, delivery, hold',
  );
  const idOf = async (table: string, order = 'name') => {
    const [row] = await database.query(
      `SELECT id FROM ${table} WHERE company_id = $1 ORDER BY ${order} LIMIT 1`,
      [company],
    );
    return row.id as string;
  };
  contact = await idOf('company_contact');
  customer = await idOf('customer');
  invoice = await idOf('invoice', 'invoice_number');
});
afterAll(() => database.destroy());
beforeEach(() => {
  runner = database.createQueryRunner();
});
afterEach(async () => {
  if (runner.isTransactionActive) await runner.rollbackTransaction();
  await runner.release();
});

/**
 * More customers of another company, so that reading all customers is not the best plan; invoices due on many days; a contact for
 * every customer; a log entry for every action, one in ten by a contact; a recommendation for every action, one in ten open, and more
 * of other companies; a delivery for every approved action, few of them failed; some customers and invoices on hold.
 */
const ROWS = `
  -- VACUUM marks a page as all-visible only after its commit has been flushed.
  SET synchronous_commit = on;
  INSERT INTO customer (id, company_id, external_id, name)
    SELECT gen_random_uuid(), id, 'X-' || n, md5(n::text) || ' Trading ' || n
    FROM company, generate_series(1, 20000) n WHERE name = 'Company 2';
  UPDATE invoice i SET due_on = '2026-01-01'::date + (n % 500)::int,
    status = (ARRAY['open', 'paid', 'paid', 'void'])[1 + n % 4], balance = CASE n % 4 WHEN 0 THEN amount ELSE 0 END
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM invoice) numbered WHERE numbered.id = i.id;
  INSERT INTO company_contact (id, company_id, name, email)
    SELECT gen_random_uuid(), company_id, name, 'dana@example.com' FROM customer;
  INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, approved_by, actor, created_at, hash)
    SELECT gen_random_uuid(), company_id, id, 'approve', 'proposed', 'processing',
      CASE WHEN n % 10 = 0 THEN (SELECT c.id FROM company_contact c WHERE c.company_id = a.company_id ORDER BY name LIMIT 1) END,
      'desk-' || n % 50, '2026-01-01'::timestamptz + n * interval '1 minute', ''
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM action) a;
  INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint, created_at, closed_at)
    SELECT gen_random_uuid(), company_id, customer_id, invoice_id, 'agent-' || n % 50, '',
      '2026-01-01'::timestamptz + n * interval '1 minute',
      CASE WHEN n % 10 <> 0 OR NOT is_recommended OR copy > 1 THEN '2026-06-01'::timestamptz END
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM action) a, generate_series(1, 4) copy
    WHERE copy = 1 OR company_id <> (SELECT id FROM company WHERE name = 'Company 1');
  INSERT INTO delivery (company_id, action_id, customer_id, way, status, sent_at)
    SELECT company_id, id, customer_id, 'built_in', delivery, CASE delivery WHEN 'sent' THEN executed_at END
    FROM (SELECT *, CASE WHEN status = 'completed' THEN 'sent' WHEN urgency_score < 5 THEN 'failed' ELSE 'waiting' END AS delivery
          FROM action WHERE status IN ('processing', 'completed')) a;
  INSERT INTO hold (id, company_id, customer_id, reason, set_by, created_at)
    SELECT gen_random_uuid(), company_id, id, 'Paused', 'desk', '2026-01-01'
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM customer) c WHERE n % 100 = 0;
  INSERT INTO hold (id, company_id, invoice_id, reason, set_by, created_at)
    SELECT gen_random_uuid(), company_id, id, 'Paused', 'desk', '2026-01-01'
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM invoice) i WHERE n % 1000 = 0`;

const TODAY = new Date('2026-06-01T00:00:00Z');

/** The recommendations that match a filter. */
const recommendations = (filter: Parameters<typeof recommendationListingOf>[1]) => () =>
  recommendationListingOf(company, filter);

/** Lists that read the first page in the order of an index. */
const LISTS: [name: string, listing: () => Listing, index: string][] = [
  ['contacts', () => contactListingOf(company), 'company_contact_company_id_name_id_idx'],
  ['customers', () => listingOf(company, CUSTOMERS, {}), 'customer_company_id_name_id_idx'],
  ['invoices', () => invoiceListingOf(company, {}, TODAY), 'invoice_list_idx'],
  ['paid invoices', () => invoiceListingOf(company, { status: ['paid'] }, TODAY), 'invoice_list_idx'],
  ['overdue invoices', () => invoiceListingOf(company, { overdue: true }, TODAY), 'invoice_open_due_idx'],
  ['the log of an actor', () => logListingOf(company, { actor: 'desk-7' }), 'approval_log_actor_idx'],
  [
    'the log of a contact',
    () => logListingOf(company, { approved_by: contact }),
    'approval_log_approved_by_idx',
  ],
  ['recommendations', recommendations({}), 'recommendation_list_idx'],
  ['open recommendations', recommendations({ status: 'open' }), 'recommendation_list_idx'],
  ['closed recommendations', recommendations({ status: 'closed' }), 'recommendation_list_idx'],
  ['the recommendations of a source', recommendations({ source: 'agent-7' }), 'recommendation_source_idx'],
  [
    'the open recommendations of a source',
    recommendations({ source: 'agent-7', status: 'open' }),
    'recommendation_source_idx',
  ],
];

function planOf(runner: QueryRunner, listing: Listing, mode: (typeof MODES)[number]): Promise<Node[]> {
  const { text, values } = pageStatement(listing, { page: 1, page_size: 20 });
  return planNodes(runner, text, values, mode);
}

/** Describes how a plan fails to read the first page by the index. Empty if the plan is good. */
function faultsOf(nodes: Node[], table: string, index: string): string[] {
  const faults = [];
  if (hasSeqScan(nodes, table)) faults.push('reads the rows of all companies');
  const limited = limitedNodes(nodes);
  if (limited.some((node) => /Sort/.test(node['Node Type']))) faults.push('sorts the rows of the company');
  if (!limited.some((node) => node['Index Name'] === index))
    faults.push(`does not read the page by ${index}`);
  return faults;
}

describe.each(MODES)('%s', (mode) => {
  it.each(LISTS)('%s: reads the first page in the order of its index', async (_, listing, index) => {
    const nodes = await planOf(runner, listing(), mode);
    expect(faultsOf(nodes, listing().from, index)).toEqual([]);
  });

  it.each<[string, () => Listing, string]>([
    [
      'the invoices of a customer',
      () => invoiceListingOf(company, { customer_id: customer }, TODAY),
      'invoice_company_id_customer_id_idx',
    ],
    [
      'the invoices on hold',
      () => invoiceListingOf(company, { held: true }, TODAY),
      'invoice_company_id_customer_id_idx',
    ],
    [
      'the recommendations on a customer',
      () => recommendationListingOf(company, { customer_id: customer }),
      'recommendation_company_id_customer_id_idx',
    ],
    [
      'the recommendations on an invoice',
      () => recommendationListingOf(company, { invoice_id: invoice }),
      'recommendation_company_id_invoice_id_idx',
    ],
    [
      'the failed deliveries',
      () => actionListingOf(company, { delivery_status: ['failed'] }, new Date()),
      'delivery_open_idx',
    ],
  ])('%s: reads only these', async (_, listing, index) => {
    const nodes = await planOf(runner, listing(), mode);
    // The rows of a key are a subquery that has the name of its table.
    expect(hasSeqScan(nodes, /\w+$/.exec(listing().from)![0])).toBe(false);
    expect(nodes.map((node) => node['Index Name'])).toContain(index);
  });
});

it.each(LISTS)('%s: these tests fail without its index', async (_, listing, index) => {
  await runner.startTransaction();
  await runner.query(`DROP INDEX ${index}`);
  for (const mode of MODES) {
    expect(faultsOf(await planOf(runner, listing(), mode), listing().from, index)).not.toEqual([]);
  }
  await runner.rollbackTransaction();
});
