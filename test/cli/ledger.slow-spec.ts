import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { cli, killProcesses } from '../support/processes.js';
import { NONE_CANCELLED } from '../ledger-sync/rows.js';

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
const LEDGER = `Invoice,Account,Client,Issued,Due,Total,Closed,Contested
A-1,7001,"Nordhavn Foods, Ltd",1/4/2021,2/3/2021,"1,250.00",,No
A-2,7001,"Nordhavn Foods, Ltd",1/18/2021,2/17/2021,80,2/20/2021,No
A-3,7002,Brightwater,3/1/2021,3/31/2021,99.90,,Yes
A-4,7002,Brightwater,3/1/2021,3/32/2021,1.00,,No
`;
const COLUMNS = {
  invoice_number: 'Invoice',
  customer: 'Account',
  customer_name: 'Client',
  issued_on: 'Issued',
  due_date: 'Due',
  amount: 'Total',
  settled_on: 'Closed',
  disputed: 'Contested',
};
const MAPS = Object.entries(COLUMNS).flatMap(([field, column]) => ['--map', `${field}=${column}`]);
const OPTIONS = [...MAPS, '--date-format', 'M/D/YYYY', '--currency', 'USD'];

let folder: string;
let tenant: Tenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-cli-'));
  await writeFile(join(folder, 'ledger.csv'), LEDGER);
  tenant = await createTenant(app);
});

afterAll(async () => {
  await killProcesses();
  await rm(folder, { recursive: true });
});

const importLedger = (...more: string[]) =>
  cli(
    environment,
    'ledger',
    'import',
    join(folder, 'ledger.csv'),
    '--company',
    tenant.company.id,
    ...OPTIONS,
    ...more,
  );
const recommend = (...more: string[]) =>
  cli(environment, 'recommend', '--company', tenant.company.id, ...more);
const parsed = ({ stdout, code }: { stdout: string; code: number | null }) => ({
  code,
  result: JSON.parse(stdout) as unknown,
});

describe('ledger import', () => {
  it('imports nothing if a row is invalid, and reports its line, column and reason', async () => {
    expect(await importLedger()).toEqual({
      stdout: '',
      stderr: expect.stringMatching(
        /^Nothing was imported because of these errors:\nline 5, Due: must be a date written M\/D\/YYYY/,
      ),
      code: 1,
    });
    expect((await tenant.client.get('/invoices')).body.count).toBe(0);
  });

  it('--dry-run prints what the import would do, and imports nothing', async () => {
    expect(parsed(await importLedger('--skip-bad-rows', '--dry-run'))).toMatchObject({
      code: 0,
      result: { customers: { created: 2 }, invoices: { created: 3 }, skipped: [{ line: 5 }] },
    });
    expect((await tenant.client.get('/invoices')).body.count).toBe(0);
  });

  it('--skip-bad-rows imports the valid rows and lists the others; progress goes to stderr', async () => {
    const output = await importLedger('--skip-bad-rows', '--as-of', '2021-02-19');
    expect(parsed(output)).toEqual({
      code: 0,
      result: {
        customers: { created: 1, updated: 0, unchanged: 0 },
        invoices: { created: 2, updated: 0, unchanged: 0 },
        cancelled_actions: NONE_CANCELLED,
        skipped: [{ line: 5, column: 'Due', reason: expect.stringContaining('"3/32/2021"') }],
      },
    });
    expect(output.stderr).toMatch(/^Wrote 2 rows, [\d,]+ rows\/s, 100 % of the file\n$/);
    const { data } = (await tenant.client.get('/invoices')).body;
    expect(data).toMatchObject([
      { invoice_number: 'A-2', status: 'open', amount: '80.00' },
      { invoice_number: 'A-1', due_date: '2021-02-03', amount: '1250.00', currency: 'USD' },
    ]);
    const customers = (await tenant.client.get('/customers')).body.data;
    expect(customers).toMatchObject([{ external_id: '7001', name: 'Nordhavn Foods, Ltd' }]);
  });

  it('repeated, creates and updates only what changed', async () => {
    expect(parsed(await importLedger('--skip-bad-rows')).result).toMatchObject({
      customers: { created: 1, updated: 0, unchanged: 1 },
      invoices: { created: 1, updated: 1, unchanged: 1 },
      cancelled_actions: NONE_CANCELLED,
    });
  });
});

describe('recommend', () => {
  it('runs the dunning policy as of a day', async () => {
    const dryRun = await recommend('--as-of', '2021-04-10', '--dry-run');
    expect(parsed(dryRun)).toEqual({ code: 0, result: { created: 2, kept: 0, superseded: 0 } });
    expect((await tenant.client.list()).body.count).toBe(0);
    const output = await recommend('--as-of', '2021-04-10');
    expect(output.stderr).toBe('');
    expect(parsed(output)).toEqual({ code: 0, result: { created: 2, kept: 0, superseded: 0 } });
    const { data } = (await tenant.client.list({ category: 'needs_action' })).body;
    expect(data).toMatchObject([
      { recommendation: 'call_customer', invoice: { invoice_number: 'A-1' } },
      { recommendation: 'resolve_dispute', invoice: { invoice_number: 'A-3' } },
    ]);
  });

  it('defaults to today: supersedes the recommendations whose urgency or stage has changed', async () => {
    expect(parsed(await recommend()).result).toEqual({ created: 2, kept: 0, superseded: 2 });
  });
});
