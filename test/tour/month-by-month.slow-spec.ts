import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/time/calendar-date.js';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { createMigratedDatabase } from '../support/database.js';
import { violations } from '../support/invariants.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { type IbmInvoice, parseInvoices } from './ibm-invoices.js';
import { decideActions } from './person.js';

const FILE = '../shared/ledgers/ibm-accounts-receivable.csv';
// In the shared database, which has many unanalysed rows, the queries of the invariants are slow.
const app = useApp({}, createMigratedDatabase);
const isAvailable = existsSync(FILE);
// Jest does not show console output of a file whose tests are all skipped.
if (!isAvailable) process.stderr.write(`SKIPPED the months of ${FILE}: the file is absent.\n`);

/** From the end of the month in which the first invoice was issued until the last one is settled. */
const MONTH_ENDS = Array.from({ length: 27 }, (_, n) =>
  addDays(new Date(Date.UTC(2012, n + 1, 1)).toISOString().slice(0, 10), -1),
);

/** The ledger row of an invoice as of a day. */
const rowOf = (
  { number, customer, issuedOn, dueOn, settledOn, amount, disputed }: IbmInvoice,
  day: string,
) => ({
  invoice_number: number,
  customer_external_id: customer,
  amount: Number(amount),
  currency: 'USD',
  issued_on: issuedOn,
  due_date: dueOn,
  status: settledOn <= day ? 'paid' : 'open',
  settled_on: settledOn <= day ? settledOn : null,
  disputed,
});

/** Undecided actions on invoices that are not open: there must be none. */
const UNDECIDED_ON_CLOSED = `
  SELECT a.id, a.status, i.invoice_number, i.status AS invoice_status FROM action a JOIN invoice i ON i.id = a.invoice_id
  WHERE a.company_id = $1 AND i.status <> 'open' AND a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL`;

/** Actions cancelled by the ledger, by reason, and how many of them are on invoices that are not paid. */
const CANCELLED = `
  SELECT l.reason, count(*)::int AS count, count(*) FILTER (WHERE i.status <> 'paid')::int AS wrong
  FROM approval_log l JOIN action a ON a.id = l.action_id JOIN invoice i ON i.id = a.invoice_id
  WHERE l.company_id = $1 AND l.actor = 'system' AND l.command = 'cancel' GROUP BY 1`;

(isAvailable ? describe : describe.skip)(`${FILE}, month by month over HTTP`, () => {
  const all = isAvailable ? parseInvoices(readFileSync(FILE, 'utf8')) : [];
  let tenant: TenantWithLedger;
  /** The rows of the previous sync as JSON, by invoice number. */
  let previousRows = new Map<string, string>();
  const decided: Record<string, number> = {};

  const put = (body: object) => tenant.client.request('put', '/ledger').send(body);
  const expectNoOutdatedActions = async () => expect(await tenant.select(UNDECIDED_ON_CLOSED)).toEqual([]);

  it('creates the customers', async () => {
    tenant = await createTenantWithLedger(app);
    const customers = [...new Set(all.map(({ customer }) => customer))].map((external_id) => ({
      external_id,
      name: `Customer ${external_id}`,
    }));
    const { body } = await put({ customers }).expect(200);
    expect(body.customers).toEqual({ created: 100, updated: 0, unchanged: 0 });
  });

  it.each(MONTH_ENDS)('%s: syncs the ledger, runs the policy and decides on actions', async (day) => {
    app.clock.travelTo(new Date(`${day}T18:00:00Z`));
    const invoices = all.filter(({ issuedOn }) => issuedOn <= day).map((invoice) => rowOf(invoice, day));
    const rows = new Map(invoices.map((row) => [row.invoice_number, JSON.stringify(row)]));
    const created = [...rows.keys()].filter((number) => !previousRows.has(number)).length;
    const unchanged = [...rows].filter(([number, row]) => previousRows.get(number) === row).length;
    const updated = rows.size - created - unchanged;

    const { body } = await put({ invoices }).expect(200);
    expect(body.invoices).toEqual({ created, updated, unchanged });
    await expectNoOutdatedActions();
    expect((await put({ invoices }).expect(200)).body.invoices).toEqual({
      created: 0,
      updated: 0,
      unchanged: rows.size,
    });
    await expectNoOutdatedActions();

    await tenant.client.request('post', '/recommendations/run').send({}).expect(200);
    await expectNoOutdatedActions();
    for (const step of await decideActions(tenant, day)) decided[step] = (decided[step] ?? 0) + 1;
    await expectNoOutdatedActions();
    previousRows = rows;
  });

  it('ends with all invoices paid, no undecided action, and a logged reason for every cancellation', async () => {
    const { body } = await tenant.client.get('/actions/counts').expect(200);
    expect(body.statuses).toMatchObject({ proposed: 0, scheduled: 0 });
    expect((await tenant.client.get('/ledger/aging').expect(200)).body).toMatchObject({
      totals: [],
      count: 0,
    });
    const cancelled = await tenant.select<{ reason: string; count: number; wrong: number }>(CANCELLED);
    expect(cancelled).toEqual([{ reason: 'invoice_paid', count: expect.any(Number), wrong: 0 }]);
    expect(cancelled[0]!.count).toBeGreaterThan(100);
    const steps = ['approve', 'bulk', 'complete', 'delete', 'edit', 'reject', 'restore', 'send', 'snooze'];
    expect(Object.keys(decided).toSorted()).toEqual(steps);
    const select = (sql: string, values: unknown[]) => app.dataSource.query<object[]>(sql, values);
    expect(await violations(select, { companies: [tenant.company.id] })).toEqual({});
    await expectIntactLogs(app, [tenant.company.id]);
  });
});
