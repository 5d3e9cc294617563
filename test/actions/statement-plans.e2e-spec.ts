import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { APPROVAL_FACTS, WITH_SIBLINGS } from '../../src/actions/inbox/inbox.repository.js';
import { countsStatement } from '../../src/actions/inbox/counts-query.js';
import {
  OPEN_ON_CUSTOMER,
  OPEN_ON_INVOICE,
  UNDECIDED_OF_OPEN,
} from '../../src/actions/store/recommendation-store.js';
import { CUSTOMER_IDS, INVOICE_IDS } from '../../src/ledger/receivables.repository.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { createBigCompany } from '../support/big-company.js';
import { createMigratedDatabase } from '../support/database.js';
import { MODES, planNodes, hasSeqScan } from '../support/query-plans.js';

let database: DataSource;
let company: CompanyId;
let action: { id: string; invoice_id: string; customer_id: string };

beforeAll(async () => {
  database = await new DataSource({ type: 'postgres', url: await createMigratedDatabase() }).initialize();
  company = (await createBigCompany(database)) as CompanyId;
  await database.query(RECOMMENDATIONS);
  await database.query('VACUUM ANALYZE recommendation, action');
  [action] = await database.query('SELECT * FROM action WHERE company_id = $1 LIMIT 1', [company]);
});
afterAll(() => database.destroy());

/** One recommendation on every invoice, with two alternatives. */
const RECOMMENDATIONS = `
  WITH inserted AS (
    INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint)
    SELECT gen_random_uuid(), company_id, customer_id, id, 'agent', 'x' FROM invoice RETURNING id, invoice_id
  )
  UPDATE action a SET recommendation_id = inserted.id FROM inserted WHERE inserted.invoice_id = a.invoice_id`;

const STATEMENTS: [string, () => { text: string; values: unknown[] }][] = [
  [
    'the other alternatives of an approved action',
    () => ({ text: WITH_SIBLINGS, values: [company, [action.id]] }),
  ],
  [
    'the facts for the warnings of an approval',
    () => ({ text: APPROVAL_FACTS, values: [company, [action.id]] }),
  ],
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
    () => ({ text: UNDECIDED_OF_OPEN, values: [company, [action.invoice_id], [action.customer_id]] }),
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

describe.each(MODES)('%s', (mode) => {
  it.each(STATEMENTS)('%s: reads only rows of one company, by an index', async (_, statement) => {
    const { text, values } = statement();
    const runner = database.createQueryRunner();
    const nodes = await planNodes(runner, text, values, mode);
    const scanned = ['action', 'recommendation', 'invoice', 'customer', 'approval_log'].filter((table) =>
      hasSeqScan(nodes, table),
    );
    expect(scanned).toEqual([]);
    await runner.release();
  });
});
