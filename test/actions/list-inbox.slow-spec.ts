import { afterEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Action } from '../../src/actions/store/action.entity.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { useApp } from '../support/app.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { expectInvalid } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
const companies: string[] = [];
afterEach(() => app.clock.reset());

type Query = Record<string, string | number | boolean>;

async function aTenant(): Promise<Tenant> {
  const tenant = await createTenant(app);
  companies.push(tenant.company.id);
  return tenant;
}

async function listed({ client }: Tenant, query: Query): Promise<string[]> {
  const { body } = await client.list(query).expect(200);
  expect(body.count).toBe(body.data.length);
  return body.data.map(({ description }: { description: string }) => description);
}

async function add(
  { make, company }: Tenant,
  description: string,
  invoice: Partial<Invoice>,
  action: Partial<Action> = {},
) {
  const { id: invoiceId, customerId } = await make.anInvoice(company, invoice);
  return make.anAction(company, { invoiceId, customerId, description, ...action });
}

/** Today is 2026-11-23 in UTC. */
async function aLedger(): Promise<Tenant> {
  const tenant = await aTenant();
  app.clock.travelTo(new Date('2026-11-23T23:30:00Z'));
  await add(tenant, 'EUR 900', { currency: 'EUR', balance: '900.00', dueOn: '2026-11-23' });
  await add(tenant, 'EUR 1000', { currency: 'EUR', balance: '1000.50', dueOn: '2026-11-22' });
  await add(tenant, 'USD 950', { currency: 'USD', balance: '950.00', dueOn: '2026-10-24' });
  await add(tenant, 'KWD 5', { currency: 'KWD', balance: '5.125', dueOn: '2026-12-23' });
  const paid = { status: 'paid', currency: 'EUR', dueOn: '2026-01-01' } as const;
  await add(tenant, 'EUR paid', paid, { status: 'completed' });
  const { id: customerId } = await tenant.make.aCustomer(tenant.company);
  await tenant.make.anAction(tenant.company, { customerId, invoiceId: null, description: 'no invoice' });
  return tenant;
}

describe('the filters by the invoice', () => {
  it.each<[Query, string[]]>([
    [{ currency: 'EUR' }, ['EUR 1000', 'EUR 900', 'EUR paid']],
    [{ currency: 'GBP' }, []],
    [{ currency: 'EUR', amount_min: '900' }, ['EUR 1000', 'EUR 900']],
    [{ currency: 'EUR', amount_min: '900.001' }, ['EUR 1000']],
    [{ currency: 'EUR', amount_max: '900.0' }, ['EUR 900', 'EUR paid']],
    [{ currency: 'EUR', amount_min: '0.01', amount_max: '1000.50' }, ['EUR 1000', 'EUR 900']],
    [{ currency: 'KWD', amount_min: '5.125', amount_max: '5.125' }, ['KWD 5']],
    [{ days_overdue_min: 1 }, ['EUR 1000', 'USD 950']],
    [{ days_overdue_min: 0, days_overdue_max: 1 }, ['EUR 1000', 'EUR 900']],
    [{ days_overdue_min: 30, days_overdue_max: 30 }, ['USD 950']],
    [{ days_overdue_max: -1 }, ['KWD 5']],
    [{ days_overdue_min: -30, days_overdue_max: -30 }, ['KWD 5']],
    [{ days_overdue_min: -36500, currency: 'EUR' }, ['EUR 1000', 'EUR 900']],
    [{ category: 'history', currency: 'EUR' }, ['EUR paid']],
    [{ category: 'needs_action', currency: 'EUR', search: '1000' }, ['EUR 1000']],
  ])('%j lists %j', async (query, expected) => {
    expect((await listed(await aLedger(), query)).toSorted()).toEqual(expected);
  });
});

describe('the order', () => {
  it.each<[Query, string[]]>([
    [{ sort: 'amount' }, ['EUR 1000', 'USD 950', 'EUR 900', 'KWD 5', 'EUR paid', 'no invoice']],
    [{ sort: 'amount', category: 'needs_action', currency: 'EUR' }, ['EUR 1000', 'EUR 900']],
    [{ sort: 'days_overdue', status: 'proposed', days_overdue_min: 0 }, ['USD 950', 'EUR 1000', 'EUR 900']],
    [{ sort: 'amount', search: 'EUR' }, ['EUR 1000', 'EUR 900', 'EUR paid']],
  ])('of %j is %j', async (query, expected) => {
    expect(await listed(await aLedger(), query)).toEqual(expected);
  });

  it('is total, also between equal amounts and due dates and without an invoice, and urgency is the default', async () => {
    const tenant = await aTenant();
    const { id: customerId } = await tenant.make.aCustomer(tenant.company);
    for (let count = 0; count < 3; count++) {
      await add(tenant, 'equal', { customerId, amount: '10.00' });
      await tenant.make.anAction(tenant.company, { customerId, invoiceId: null, urgencyScore: count });
    }
    const pages = async (query: Query) => {
      const found: string[] = [];
      for (let page = 1; page <= 6; page++) {
        const { body } = await tenant.client.list({ ...query, page, page_size: 1 }).expect(200);
        expect(body.count).toBe(6);
        found.push(body.data[0].id);
      }
      return found;
    };
    for (const sort of ['amount', 'days_overdue', 'urgency'])
      expect(new Set(await pages({ sort })).size).toBe(6);
    expect(await pages({ sort: 'urgency' })).toEqual(await pages({}));
    expect(await pages({ sort: 'amount' })).toEqual(await pages({ sort: 'days_overdue' }));
  });
});

describe('an assignment', () => {
  const assign = ({ client }: Tenant, id: string, assigned_to: unknown) =>
    client.request('patch', `/actions/${id}`).send({ assigned_to });

  it('is shown, filtered, logged and ended, and is no edit of the text', async () => {
    const tenant = await aTenant();
    const { make, company, client } = tenant;
    const [dana, ben] = [await make.aContact(company), await make.aContact(company, { name: 'Ben' })];
    const { id } = await make.anAction(company, { description: 'assigned' });
    await make.anAction(company, { description: 'free' });
    const { body } = await assign(tenant, id, dana.id.toUpperCase()).expect(200);
    const shown = { id: dana.id, name: 'Dana Whitfield' };
    expect(body).toMatchObject({ version: 2, assigned_to: shown });
    expect(body.approval_log).toMatchObject([
      { command: 'edit', changes: { assigned_to: { from: null, to: dana.id } } },
    ]);
    const [row] = await app.dataSource.query('SELECT edited_by, touched FROM action WHERE id = $1', [id]);
    expect(row).toEqual({ edited_by: null, touched: true });
    await assign(tenant, id, dana.id).expect(200);
    await client.request('patch', `/actions/${id}`).send({ urgency_score: 50 }).expect(200);
    expect((await client.detail(id)).body).toMatchObject({ version: 2, assigned_to: shown });

    const presets: Query[] = [{}, { category: 'needs_action' }, { search: 'e' }, { sort: 'amount' }];
    for (const preset of presets) {
      expect(await listed(tenant, { ...preset, assigned_to: dana.id })).toEqual(['assigned']);
      expect(await listed(tenant, { ...preset, assigned_to: 'none' })).toEqual(['free']);
      expect(await listed(tenant, { ...preset, assigned_to: ben.id })).toEqual([]);
    }
    expect((await assign(tenant, id, null).expect(200)).body.assigned_to).toBeNull();
    await assign(tenant, id, ben.id).expect(200);
    await client.perform('approve', id).expect(200);
    expect(await listed(tenant, { category: 'in_progress', assigned_to: ben.id })).toEqual(['assigned']);
    expect(await listed(tenant, { category: 'needs_action', assigned_to: ben.id })).toEqual([]);
    expect(await listed(tenant, { status: 'scheduled,processing', assigned_to: ben.id })).toEqual([
      'assigned',
    ]);
    expect((await client.get('/events', { action_id: id, types: 'action.edited' })).body.data).toMatchObject([
      { data: { assigned_to: shown, previous: { assigned_to: null } } },
      { data: { assigned_to: null, previous: { assigned_to: { id: dana.id } } } },
      { data: { assigned_to: { id: ben.id, name: 'Ben' }, previous: { assigned_to: null } } },
    ]);
  });

  it('to an unknown, foreign or inactive contact is rejected; one whose contact became inactive stays', async () => {
    const tenant = await aTenant();
    const { make, company } = tenant;
    const { id } = await make.anAction(company);
    const foreign = await make.aContact((await createTenant(app)).company);
    const inactive = await make.aContact(company, { active: false });
    for (const contact of [uuidv7(), foreign.id, inactive.id])
      expectInvalid(await assign(tenant, id, contact), 'body.assigned_to: contact');
    expectInvalid(await assign(tenant, id, 'none'), 'body.assigned_to: uuid');
    const { id: dana } = await make.aContact(company);
    await assign(tenant, id, dana).expect(200);
    await app.dataSource.query('UPDATE company_contact SET active = false WHERE id = $1', [dana]);
    expect((await assign(tenant, id, dana).expect(200)).body.version).toBe(2);
  });

  it('keeps newer recommendations away, like every change by a person', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const { body } = await tenant.propose(invoice, { source: 'first-agent' }).expect(201);
    const [{ id, source }] = body.actions;
    expect(source).toBe('first-agent');
    const contact = await tenant.make.aContact(tenant.company);
    await assign(tenant, id, contact.id).expect(200);
    expect((await tenant.propose(invoice).expect(409)).body).toMatchObject({
      code: 'recommendation_held',
      action_id: id,
    });
    expect(await tenant.verify()).toMatchObject({ broken: [] });
    expect((await tenant.client.list({ source: 'first-agent', category: 'needs_action' })).body.count).toBe(
      1,
    );
    expect((await tenant.client.list({ source: 'first', category: 'needs_action' })).body.count).toBe(0);
  });
});

it('the hash chains of all logs above are intact', () => expectIntactLogs(app, companies));
