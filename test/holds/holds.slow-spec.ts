import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';
import { violations } from '../support/invariants.js';
import { expectProblem } from '../support/problem.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';

const app = useApp();
const select = (sql: string, values: unknown[]) => app.dataSource.query<object[]>(sql, values);
const DAY_MS = 86_400_000;
const REASON = 'A new delivery is on its way.';
const inDays = (days: number) => new Date(app.clock.now().getTime() + days * DAY_MS).toISOString();

type Kind = 'customer' | 'invoice';
let tenant: TenantWithAgent;
let invoice: Invoice;
let other: Invoice;

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  invoice = await tenant.anOpenInvoice({ dueOn: '2026-02-01' });
  other = await tenant.anOpenInvoice({ dueOn: '2026-02-01', customerId: invoice.customerId });
});
afterEach(() => app.clock.reset());

const pathOf = (kind: Kind) =>
  kind === 'customer' ? `/customers/${invoice.customerId}` : `/invoices/${invoice.id}`;
const hold = (kind: Kind, body: object = { reason: REASON }) =>
  tenant.client.request('put', `${pathOf(kind)}/hold`).send(body);
const endHold = (kind: Kind) => tenant.client.request('delete', `${pathOf(kind)}/hold`);
const shown = async (path: string) => (await tenant.client.get(path).expect(200)).body;
const proposeAll = async () => {
  await tenant.propose(invoice).expect(201);
  await tenant.propose(other).expect(201);
  await tenant.post(aRecommendation({ customer_id: invoice.customerId })).expect(201);
};
const undecided = async () =>
  (await tenant.client.list({ status: 'proposed,scheduled', page_size: 100 })).body.count as number;

describe('a hold', () => {
  it.each<[Kind, number]>([
    ['invoice', 2],
    ['customer', 6],
  ])('on the %s cancels its %d undecided actions, and is in their logs', async (kind, count) => {
    await proposeAll();
    const until = inDays(7);
    const { body } = await hold(kind, { reason: ` ${REASON} `, until })
      .set('X-Request-Id', 'h-1')
      .expect(200);
    const fields = { until, reason: REASON, set_by: 'collections-desk', created_at: expect.any(String) };
    expect(body).toEqual({ ...fields, cancelled_actions: count });
    const log = await tenant.log();
    expect(log).toHaveLength(count);
    for (const entry of log)
      expect(entry).toMatchObject({
        command: 'cancel',
        actor: 'system',
        reason: 'held',
        caused_by: 'collections-desk',
        request_id: 'h-1',
      });
    expect(await undecided()).toBe(6 - count);
    const open = await tenant.client.get('/recommendations', { status: 'open' });
    expect(open.body.count).toBe((6 - count) / 2);
    expect(await violations(select, { companies: [tenant.company.id] })).toEqual({});
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('leaves approved actions approved, with a warning', async () => {
    const { actions } = (await tenant.propose(invoice).expect(201)).body;
    const { id } = actions[0];
    await tenant.client.perform('approve', id).expect(200);
    await hold('customer', { reason: REASON, until: inDays(7) }).expect(200);
    const approved = await shown(`/actions/${id}`);
    expect(approved.status).toBe('processing');
    expect(approved.warnings).toContainEqual({
      code: 'held',
      detail: expect.stringMatching(/^The customer is on hold until 20.*Z\.$/),
    });
    await tenant.client.perform('complete', id).expect(200);
  });

  it('lets no worker claim an approved action until it ends', async () => {
    const { id } = await tenant.make.anAction(tenant.company, {
      actionType: 'call',
      invoiceId: invoice.id,
      customerId: invoice.customerId,
    });
    await tenant.client.perform('approve', id).expect(200);
    const claim = () => tenant.client.request('post', `/actions/${id}/claim`);
    await hold('customer').expect(200);
    expectProblem(await claim(), 'on_hold', { hold_until: null });
    await tenant.client.request('delete', `${pathOf('customer')}/hold`).expect(200);
    await claim().expect(200);
  });

  it('is shown on the customer and its invoices, in lists and details, until its time', async () => {
    const until = inDays(1);
    await hold('customer', { reason: REASON, until }).expect(200);
    await hold('invoice', { reason: 'Disputed by phone.' }).expect(200);
    const ofCustomer = { until, reason: REASON, set_by: 'collections-desk', created_at: expect.any(String) };
    const ofInvoice = { ...ofCustomer, until: null, reason: 'Disputed by phone.' };
    const list = async (path: string, held: boolean) =>
      (await tenant.client.get(path, { held }).expect(200)).body.data;
    expect(await shown(pathOf('customer'))).toMatchObject({ hold: ofCustomer });
    expect(await shown(pathOf('invoice'))).toMatchObject({ hold: ofInvoice, customer_hold: ofCustomer });
    expect(await list('/customers', true)).toMatchObject([{ id: invoice.customerId, hold: ofCustomer }]);
    expect(await list('/customers', false)).toEqual([]);
    expect(await list('/invoices', true)).toHaveLength(2);
    expect(await list('/invoices', false)).toEqual([]);
    const search = { search: invoice.invoiceNumber, customer_id: invoice.customerId, held: true };
    expect((await tenant.client.get('/invoices', search)).body.count).toBe(1);

    app.clock.advance(DAY_MS);
    expect(await shown(pathOf('customer'))).toMatchObject({ hold: null });
    expect(await shown(pathOf('invoice'))).toMatchObject({ hold: ofInvoice, customer_hold: null });
    expect(await list('/customers', true)).toEqual([]);
    expect(await list('/invoices', true)).toMatchObject([{ id: invoice.id }]);
    expect(await list('/invoices', false)).toMatchObject([{ id: other.id, customer_hold: null }]);
    expectProblem(await endHold('customer'), 'not_found');
  });

  it('is replaced by another, unchanged by the same again, and ended once', async () => {
    const first = (await hold('invoice').expect(200)).body;
    expect((await hold('invoice').expect(200)).body).toEqual(first);
    const until = inDays(2);
    const second = (await hold('invoice', { reason: REASON, until }).expect(200)).body;
    expect(second).toMatchObject({ until });
    const ended = (await endHold('invoice').expect(200)).body;
    expect(ended).toMatchObject({ until, ended_by: 'collections-desk', ended_at: expect.any(String) });
    expectProblem(await endHold('invoice'), 'not_found', { detail: 'The invoice has no hold.' });
    const rows = 'SELECT set_by, ended_by, request_id FROM hold WHERE company_id = $1 ORDER BY created_at';
    const row = { set_by: 'collections-desk', ended_by: 'collections-desk', request_id: expect.any(String) };
    expect(await tenant.select(rows)).toEqual([row, row]);
  });

  it('has a record of its latest 20 ended holds', async () => {
    for (let n = 0; n < 23; n++) await hold('customer', { reason: `Pause ${n}.` }).expect(200);
    const rows = await tenant.select<{ reason: string }>('SELECT reason FROM hold WHERE company_id = $1');
    expect(rows).toHaveLength(21);
    expect(rows).not.toContainEqual({ reason: 'Pause 1.' });
    expect(rows).toContainEqual({ reason: 'Pause 2.' });
  });

  it.each<[string, object, string, string]>([
    ['without a reason', {}, 'reason', 'required'],
    ['with a blank reason', { reason: ' ' }, 'reason', 'required'],
    ['with a long reason', { reason: 'x'.repeat(2_001) }, 'reason', 'too_long'],
    ['with a past end', { reason: REASON, until: '2020-01-01T00:00:00Z' }, 'until', 'past'],
    ['with a day', { reason: REASON, until: '2199-01-01' }, 'until', 'date_time'],
  ])('%s is refused', async (_title, body, field, code) => {
    const errors = [expect.objectContaining({ field, code })];
    expectProblem(await hold('invoice', body), 'invalid', { errors });
  });

  it('is set once for an Idempotency-Key, even after it was ended', async () => {
    await tenant.propose(invoice).expect(201);
    const once = () => hold('invoice').set('Idempotency-Key', 'hold-1').expect(200);
    const first = (await once()).body;
    await endHold('invoice').expect(200);
    const again = await once();
    expect(again.body).toEqual(first);
    expect(await shown(pathOf('invoice'))).toMatchObject({ hold: null });
  });
});

describe('while the invoice or its customer is on hold', () => {
  it('no recommendation is accepted, alone or in a batch, until the hold ends by itself', async () => {
    await tenant.propose(invoice, { dedupe_key: 'known' }).expect(201);
    const until = inDays(3);
    await hold('invoice', { reason: REASON, until }).expect(200);
    const detail = `The invoice is on hold until ${until}.`;
    expectProblem(await tenant.propose(invoice), 'on_hold', { detail, hold_until: until });
    await tenant.propose(invoice, { dedupe_key: 'known' }).expect(200);
    await tenant.post(aRecommendation({ customer_id: invoice.customerId })).expect(201);
    const batch = [invoice, other].map((subject) => aRecommendation(subjectOf(subject)));
    const { results } = (
      await tenant.agent
        .request('post', '/recommendations/batch')
        .send({ recommendations: batch })
        .expect(200)
    ).body;
    expect(results).toMatchObject([{ ok: false, error: { status: 409, code: 'on_hold' } }, { ok: true }]);

    await hold('customer').expect(200);
    const open = { detail: 'The customer is on hold until a person ends the hold.', hold_until: null };
    for (const subject of [subjectOf(invoice), subjectOf(other), { customer_id: invoice.customerId }])
      expectProblem(await tenant.post(aRecommendation(subject)), 'on_hold', open);
    await endHold('customer').expect(200);
    await tenant.propose(other).expect(201);
    expectProblem(await tenant.propose(invoice), 'on_hold', { detail, hold_until: until });
    app.clock.advance(3 * DAY_MS);
    await tenant.propose(invoice).expect(201);
  });

  it('the policy is quiet, and proposes the same step again after the hold', async () => {
    await tenant.runPolicy('2026-03-02');
    const before = await tenant.actions();
    await hold('invoice', { reason: REASON, until: inDays(3) }).expect(200);
    await tenant.runPolicy('2026-03-03');
    expect(await tenant.actions()).toHaveLength(before.length);
    app.clock.advance(3 * DAY_MS);
    expect(await tenant.runPolicy('2026-03-03')).toEqual({ created: 1, kept: 1, superseded: 0 });
    const steps = (all: typeof before) => all.map(({ recommendation }) => recommendation).toSorted();
    const open = (await tenant.actions()).filter(({ status }) => status === 'proposed');
    expect(steps(open)).toEqual(steps(before));

    await hold('customer').expect(200);
    expect(await tenant.runPolicy('2026-03-04')).toEqual({ created: 0, kept: 0, superseded: 0 });
    await endHold('customer').expect(200);
    expect((await tenant.runPolicy('2026-03-04')).created).toBe(2);
  });

  it('a deleted action cannot be restored', async () => {
    const { actions } = (await tenant.propose(invoice).expect(201)).body;
    for (const { id } of actions) await tenant.client.request('delete', `/actions/${id}`).expect(200);
    const restore = () => tenant.client.request('post', `/actions/${actions[0].id}/restore`);
    await hold('customer').expect(200);
    expectProblem(await restore(), 'on_hold', { hold_until: null });
    await endHold('customer').expect(200);
    await restore().expect(200);
  });

  it('an invoice that the ledger gives another number, amount or customer stays on hold', async () => {
    const customers = [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })];
    const row = invoiceRow({ external_id: 'I-1' });
    await put(tenant, { customers, invoices: [row] }).expect(200);
    const [{ id }] = (await tenant.client.get('/invoices', { search: 'INV-1' })).body.data;
    await tenant.client.request('put', `/invoices/${id}/hold`).send({ reason: REASON }).expect(200);
    const moved = { ...row, invoice_number: 'INV-1-B', customer_external_id: 'C-2' };
    await put(tenant, { invoices: [moved] }).expect(200);
    expect(await shown(`/invoices/${id}`)).toMatchObject({ hold: { reason: REASON }, customer_hold: null });
    await tenant.post(aRecommendation({ invoice_id: id })).expect(409);
    const listed = (await tenant.client.get('/invoices', { held: true })).body.data;
    expect((await put(tenant, { invoices: listed }).expect(200)).body.invoices).toMatchObject({
      unchanged: 1,
    });
  });
});
