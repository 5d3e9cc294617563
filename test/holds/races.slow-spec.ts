import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';
import { violations } from '../support/invariants.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { aRecommendation } from '../support/recommendation.js';
import { retryOn503 } from '../support/retry-on-503.js';

const app = useApp();
const ROUNDS = 25;
let tenant: TenantWithAgent;
/** An invoice of each round, and its customer. */
let invoices: { id: string; customer: { id: string }; row: Record<string, unknown> }[];

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  const rounds = Array.from({ length: ROUNDS }, (_, n) => `R-${n}`);
  const rows = rounds.map((key) => invoiceRow({ invoice_number: key, customer_external_id: key }));
  const customers = rounds.map((external_id) => customerRow({ external_id }));
  await put(tenant, { customers, invoices: rows }).expect(200);
  const { body } = await tenant.client.get('/invoices', { page_size: ROUNDS });
  invoices = body.data.map((invoice: { invoice_number: string }) => ({
    ...invoice,
    row: rows.find(({ invoice_number }) => invoice_number === invoice.invoice_number)!,
  }));
});

/** After every race. */
async function expectNoViolations(): Promise<void> {
  const select = (sql: string, values: unknown[]) => app.dataSource.query<object[]>(sql, values);
  expect(await violations(select, { companies: [tenant.company.id] })).toEqual({});
}
afterEach(expectNoViolations);

const hold = (path: string) =>
  tenant.client.request('put', `${path}/hold`).send({ reason: 'A new delivery is on its way.' });
const onHold = ({ id, customer }: (typeof invoices)[number], round: number) =>
  hold(round % 2 ? `/invoices/${id}` : `/customers/${customer.id}`);
const undecided = async () =>
  (await tenant.client.list({ status: 'proposed,scheduled' })).body.count as number;

/** Sends the requests of every round at once, in changing order; returns the statuses of the requests, in their own order. */
async function race(requests: (invoice: (typeof invoices)[number], round: number) => (() => Test)[]) {
  const statuses: number[][] = [];
  for (const [round, invoice] of invoices.entries()) {
    const all = requests(invoice, round);
    const order = all.map((_, at) => (at + round) % all.length);
    const responses = await Promise.all(order.map((at) => retryOn503(all[at]!)));
    statuses.push(all.map((_, at) => responses[order.indexOf(at)]!.status));
  }
  return statuses;
}

it('a hold that races with proposals leaves no undecided action', async () => {
  const statuses = await race((invoice, round) => [
    () => onHold(invoice, round),
    () => tenant.post(aRecommendation({ invoice_id: invoice.id })),
    () =>
      tenant.client.request('post', '/recommendations/batch').send({
        recommendations: [aRecommendation({ invoice_id: invoice.id })],
      }),
  ]);
  for (const [held, proposed] of statuses) {
    expect(held).toBe(200);
    expect([201, 409]).toContain(proposed);
  }
  expect(await undecided()).toBe(0);
});

it('a hold that races with a run of the policy leaves no undecided action on its invoice', async () => {
  await race((invoice, round) => [
    () => onHold(invoice, round),
    () => tenant.agent.request('post', '/recommendations/run'),
  ]);
  expect(await undecided()).toBe(0);
});

it('a hold that races with a ledger sync cancels each action once', async () => {
  for (const { id } of invoices) await tenant.post(aRecommendation({ invoice_id: id })).expect(201);
  const statuses = await race((invoice, round) => [
    () => onHold(invoice, round),
    () => put(tenant, { invoices: [{ ...invoice.row, disputed: true }] }),
  ]);
  expect(new Set(statuses.flat())).toEqual(new Set([200]));
  expect(await undecided()).toBe(0);
  const reasons = (await tenant.log()).map(({ command, reason }) => `${command} ${reason}`);
  expect(reasons).toHaveLength(2 * ROUNDS);
  expect(['cancel held', 'cancel invoice_disputed']).toEqual(expect.arrayContaining([...new Set(reasons)]));
});

it('a hold that races with its end, and with another hold, leaves at most one', async () => {
  await race((invoice, round) => [
    () => onHold(invoice, round),
    () => onHold(invoice, round),
    () =>
      tenant.client.request(
        'delete',
        round % 2 ? `/invoices/${invoice.id}/hold` : `/customers/${invoice.customer.id}/hold`,
      ),
  ]);
  const [{ most }] = (await tenant.select<{ most: number }>(
    `SELECT coalesce(max(n), 0)::int AS most FROM (
       SELECT count(*) AS n FROM hold WHERE company_id = $1 AND ended_at IS NULL GROUP BY customer_id, invoice_id) h`,
  )) as [{ most: number }];
  expect(most).toBeLessThanOrEqual(1);
});

it.each<[string, boolean]>([
  ['an approval that comes first stands', true],
  ['an approval that comes second is refused', false],
])('%s', async (_title, first) => {
  const [invoice] = invoices;
  const { actions } = (await tenant.post(aRecommendation({ invoice_id: invoice!.id })).expect(201)).body;
  const { id } = actions[0];
  const approve = async () => (await tenant.client.perform('approve', id)).status;
  const putOnHold = async () => (await hold(`/invoices/${invoice!.id}`)).status;
  const lock: [string, string] = ['SELECT FROM action WHERE id = $1 FOR UPDATE', id];
  let second: Promise<number>;
  const settled = await raceBehindLock(app.dataSource, lock, [first ? approve : putOnHold], async () => {
    second = (first ? putOnHold : approve)();
  });
  const statuses = [(settled[0] as PromiseFulfilledResult<number>).value, await second!];
  expect(statuses).toEqual([200, first ? 200 : 400]);
  expect((await tenant.client.detail(id)).body.status).toBe(first ? 'processing' : 'cancelled');
  expect(await undecided()).toBe(0);
});
