import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { cliJson, killProcesses } from '../support/processes.js';
import { parseInvoices } from './ibm-invoices.js';
import { NONE_CANCELLED } from '../ledger-sync/rows.js';

const FILE = '../shared/ledgers/ibm-accounts-receivable.csv';
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
const COLUMNS =
  'invoice_number=invoiceNumber customer=customerID issued_on=InvoiceDate due_date=DueDate amount=InvoiceAmount settled_on=SettledDate disputed=Disputed';
const MAPS = COLUMNS.split(' ').flatMap((map) => ['--map', map]);
const OPTIONS = [...MAPS, '--date-format', 'M/D/YYYY', '--currency', 'USD'];
const DAY = '2013-06-30';
const today = () => new Date().toISOString().slice(0, 10);

interface ListedAction {
  id: string;
  is_recommended: boolean;
  recommendation: string;
  content: string;
  action_type: string;
  invoice: { id: string; invoice_number: string };
}

const app = useApp();
const isAvailable = existsSync(FILE);
// Jest does not show console output of a file whose tests are all skipped.
if (!isAvailable) process.stderr.write(`SKIPPED the tour of ${FILE}: the file is absent.\n`);

(isAvailable ? describe : describe.skip)(`the tour of ${FILE}`, () => {
  let tenant: TenantWithLedger;
  /** The actions to decide on, by command. */
  const decided = {} as Record<'approve' | 'reject' | 'send' | 'cancel' | 'complete', ListedAction>;

  beforeAll(async () => {
    tenant = await createTenantWithLedger(app);
  });
  afterAll(killProcesses);

  const issued = () => parseInvoices(readFileSync(FILE, 'utf8')).filter(({ issuedOn }) => issuedOn <= DAY);
  const open = () => issued().filter(({ settledOn }) => settledOn > DAY);
  const importAsOf = (day: string) =>
    cliJson(
      environment,
      'ledger',
      'import',
      FILE,
      '--company',
      tenant.company.id,
      ...OPTIONS,
      '--as-of',
      day,
    );
  const list = async (query: Record<string, string | number | boolean>) =>
    (await tenant.client.list({ page_size: 500, ...query }).expect(200)).body as {
      count: number;
      data: ListedAction[];
    };

  it('imports 1,930 invoices of 100 customers as of June 30, 2013, of which 84 are open', async () => {
    const expected = issued();
    const customers = new Set(expected.map(({ customer }) => customer));
    expect([expected.length, customers.size, open().length]).toEqual([1_930, 100, 84]);
    expect(await importAsOf(DAY)).toEqual({
      customers: { created: 100, updated: 0, unchanged: 0 },
      invoices: { created: 1_930, updated: 0, unchanged: 0 },
      cancelled_actions: NONE_CANCELLED,
      skipped: [],
    });
    const stored = await tenant.select<{ number: string; amount: string }>(
      `SELECT invoice_number AS number, amount::text FROM invoice WHERE company_id = $1 AND status = 'open' ORDER BY 1`,
    );
    expect(stored).toEqual(open().map(({ number, amount }) => ({ number, amount })));
  });

  it('recommends the step of the dunning policy for each of them', async () => {
    // The file has no addresses, without which the policy recommends no e-mail.
    await tenant.select(`UPDATE customer SET email = 'ap@example.com' WHERE company_id = $1`);
    const counts = await cliJson(environment, 'recommend', '--company', tenant.company.id, '--as-of', DAY);
    expect(counts).toEqual({ created: 18, kept: 0, superseded: 0 });
    const expected = open()
      .filter(({ daysOverdue }) => daysOverdue(DAY) >= -3)
      .map(({ number, daysOverdue, disputed }) => {
        const days = daysOverdue(DAY);
        if (disputed) return `${number} resolve_dispute`;
        if (days <= 0) return `${number} send_courtesy_reminder`;
        return `${number} ${days <= 7 ? 'send_friendly_reminder' : 'send_first_notice'}`;
      });
    const { data } = await list({});
    const recommended = data.filter(({ is_recommended }) => is_recommended);
    expect(
      recommended
        .map(({ invoice, recommendation }) => `${invoice.invoice_number} ${recommendation}`)
        .toSorted(),
    ).toEqual(expected);
  });

  it('lists each category', async () => {
    const inbox = await list({ category: 'needs_action' });
    expect(inbox.count).toBe(13);
    expect((await list({ status: 'scheduled' })).count).toBe(5);
    expect((await list({ category: 'awaiting_customer' })).count).toBe(0);
    expect((await list({ category: 'history' })).count).toBe(0);
    const invoice_id = inbox.data[0]!.invoice.id;
    expect((await list({ category: 'alternatives', invoice_id })).count).toBe(2);
    const emails = inbox.data.filter(({ action_type }) => action_type === 'email');
    const tasks = inbox.data.filter(({ action_type }) => action_type === 'task');
    expect([emails.length, tasks.length]).toEqual([4, 9]);
    [decided.approve, decided.send, decided.reject] = emails as [ListedAction, ListedAction, ListedAction];
    [decided.complete, decided.cancel] = tasks as [ListedAction, ListedAction];
  });

  it('finds an action by its invoice number', async () => {
    const { invoice_number } = decided.approve.invoice;
    const found = await list({ category: 'needs_action', search: invoice_number.slice(2) });
    expect(found.data.map(({ id }) => id)).toEqual([decided.approve.id]);
    expect((await list({ search: '9999999999' })).count).toBe(0);
  });

  it('approves with an edited text, rejects, sends, cancels and completes', async () => {
    const { client, contact } = tenant;
    const final_content = `${decided.approve.content}\n\nP.S. Call me.`;
    const approved = await client.perform('approve', decided.approve.id, {
      final_content,
      approved_by: contact.id,
    });
    expect(approved.body).toMatchObject({
      status: 'processing',
      content: decided.approve.content,
      metadata: { final_content },
      approval_log: [{ command: 'propose' }, { command: 'approve', approved_by_name: contact.name }],
    });
    const inputs = {
      reject: { reason: 'They announced a transfer.', approved_by: contact.id },
      send: { channel_id: 'thread-7', response_deadline: '2013-07-08T17:00:00Z' },
      cancel: { reason: 'Settled at the branch.' },
      complete: {},
    };
    const outcomes = { reject: 'cancelled', send: 'completed', cancel: 'cancelled', complete: 'completed' };
    for (const command of ['reject', 'send', 'cancel', 'complete'] as const) {
      const { body } = await client.perform(command, decided[command].id, inputs[command]).expect(200);
      expect(body).toMatchObject({
        status: outcomes[command],
        approval_log: [{ command: 'propose' }, { command, from_status: 'proposed' }],
      });
    }
    expect((await client.detail(decided.send.id)).body).toMatchObject({ response_overdue: true });
    // The alternatives of the rejected and of the cancelled action are recommended instead.
    expect((await list({ category: 'needs_action' })).count).toBe(10);
  });

  it('lists the decided actions in the history, by date', async () => {
    const { reject, send, cancel, complete } = decided;
    const history = await list({ category: 'history', executed_after: today(), executed_before: today() });
    expect(history.data.map(({ id }) => id)).toEqual([complete, cancel, send, reject].map(({ id }) => id));
    expect((await list({ category: 'history', executed_before: DAY })).count).toBe(0);
  });

  it('waits for the customer to whom an e-mail was approved today, and no longer for the one whose response is overdue', async () => {
    await tenant.runPolicy(today());
    const { data } = await list({ category: 'awaiting_customer' });
    expect(data.map(({ invoice }) => invoice.id)).toEqual([decided.approve.invoice.id]);
  });

  it('imports the same ledger as of a month later: creates new invoices and updates settled ones', async () => {
    const month = '2013-07-31';
    const before = issued().length;
    const created =
      parseInvoices(readFileSync(FILE, 'utf8')).filter(({ issuedOn }) => issuedOn <= month).length - before;
    const updated = open().filter(({ settledOn }) => settledOn <= month).length;
    expect(await importAsOf(month)).toMatchObject({
      customers: { created: 0, updated: 0, unchanged: 100 },
      invoices: { created, updated, unchanged: before - updated },
    });
  });
});
