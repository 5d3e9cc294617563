import { afterEach, expect, it } from '@jest/globals';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { anEmailAlternative } from '../support/recommendation.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';

/** A database whose sessions are in Berlin, where the clocks go forward on 2031-03-30 and back on 2031-10-26, at 01:00 UTC. */
async function createDatabaseInBerlin(): Promise<string> {
  const url = await createMigratedDatabase();
  await sql(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone = 'Europe/Berlin'`);
  return url;
}

const app = useApp({}, createDatabaseInBerlin);
afterEach(() => app.clock.reset());

const HOUR_MS = 3_600_000;

it('runs in the time zone of the database, as the test assumes', async () => {
  const [{ TimeZone }] = await app.dataSource.query<[{ TimeZone: string }]>('SHOW timezone');
  expect(TimeZone).toBe('Europe/Berlin');
});

it.each(['2031-03-30', '2031-10-26'])(
  'an action that expires on %s expires at its time in UTC',
  async (day) => {
    app.clock.travelTo(new Date(`${day}T00:00:00Z`));
    const tenant = await createTenantWithAgent(app);
    const alternatives = [anEmailAlternative()];
    await tenant
      .propose(await tenant.anOpenInvoice({}), { expires_at: `${day}T01:30:00Z`, alternatives })
      .expect(201);
    app.clock.advance(1.45 * HOUR_MS);
    await tenant.sweep();
    expect(await tenant.actions()).toMatchObject([{ status: 'proposed' }]);
    app.clock.advance(0.06 * HOUR_MS);
    await tenant.sweep();
    expect(await tenant.actions()).toMatchObject([{ status: 'cancelled' }]);
  },
);

it.each<[string, string, string | null, string]>([
  // The day in Berlin begins at 23:00 UTC in winter, and at 22:00 UTC in summer.
  ['2031-03-29T22:30:00Z', '2031-03-29', 'Europe/Berlin', 'invoice_due_soon'],
  ['2031-03-29T23:30:00Z', '2031-03-29', 'Europe/Berlin', 'overdue_1_to_7_days'],
  ['2031-03-30T21:59:00Z', '2031-03-30', 'Europe/Berlin', 'invoice_due_soon'],
  ['2031-03-30T22:01:00Z', '2031-03-30', 'Europe/Berlin', 'overdue_1_to_7_days'],
  ['2031-10-25T22:30:00Z', '2031-10-25', 'Europe/Berlin', 'overdue_1_to_7_days'],
  ['2031-10-26T22:59:00Z', '2031-10-26', 'Europe/Berlin', 'invoice_due_soon'],
  ['2031-10-26T23:01:00Z', '2031-10-26', 'Europe/Berlin', 'overdue_1_to_7_days'],
  ['2031-03-30T23:59:00Z', '2031-03-30', null, 'invoice_due_soon'],
])(
  'the policy at %s on an invoice due %s of a customer in %s sees %s',
  async (time, dueOn, timeZone, event) => {
    app.clock.travelTo(new Date(time));
    const tenant = await createTenantWithAgent(app);
    const { id: customerId } = await tenant.make.aCustomer(tenant.company, { timeZone });
    await tenant.anOpenInvoice({ dueOn, customerId });
    await tenant.agent.request('post', '/recommendations/run').send({}).expect(200);
    const { data } = (await tenant.client.list()).body as {
      data: { is_recommended: boolean; trigger_event: string }[];
    };
    expect(data.find(({ is_recommended }) => is_recommended)?.trigger_event).toBe(event);
  },
);

it('days of lists and of the aging are days in UTC', async () => {
  const tenant = await createTenantWithAgent(app);
  app.clock.travelTo(new Date('2031-03-30T22:30:00Z'));
  const invoice = invoiceRow({ issued_on: '2031-03-01', due_date: '2031-03-29' });
  await put(tenant, { customers: [customerRow()], invoices: [invoice] }).expect(200);
  const { body } = await tenant.client.get('/ledger/aging').expect(200);
  expect(body).toMatchObject({ as_of: '2031-03-30', totals: [{ days_1_30: '1250.00' }] });
  const { id } = await tenant.make.anAction(tenant.company);
  await tenant.client.perform('complete', id).expect(200);
  const countOn = async (path: string, query: Record<string, string>) =>
    (await tenant.client.get(path, query).expect(200)).body.count;
  for (const [day, count] of [
    ['2031-03-30', 1],
    ['2031-03-31', 0],
  ] as const) {
    const history = { category: 'history', executed_after: day, executed_before: day };
    expect(await countOn('/actions', history)).toBe(count);
    expect(await countOn('/approval-log', { created_after: day, created_before: day })).toBe(count);
  }
});
