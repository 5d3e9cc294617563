import { afterEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { anEmailAlternative, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const DAY_MS = 86_400_000;
const CONTACT = new Date('2031-06-01T12:00:00Z');
const ANY = expect.any(String);
const RECENT = { code: 'recently_contacted', detail: 'The customer was last contacted on 2031-06-01.' };

afterEach(() => app.clock.reset());

/** Proposes an e-mail on an invoice, and answers with its id. */
async function proposed(tenant: TenantWithAgent, invoice: Invoice, changes: object = {}): Promise<string> {
  const alternatives = [anEmailAlternative({ content: 'Dear Acme', ...changes })];
  return (await tenant.propose(invoice, { alternatives }).expect(201)).body.actions[0].id;
}

const owe = (tenant: TenantWithAgent, { id }: Invoice, balance: string) =>
  tenant.select('UPDATE invoice SET balance = $2 WHERE company_id = $1 AND id = $3', balance, id);
const approved = async ({ client }: TenantWithAgent, id: string) =>
  (await client.perform('approve', id).expect(200)).body;

/** The warnings of an approval, a minute less than seven days after an action on another invoice of the same customer. */
async function warnedAfter(earlier: Partial<Action>): Promise<unknown> {
  const tenant = await createTenantWithAgent(app);
  const [invoice, other] = await twoInvoices(tenant);
  await tenant.make.anAction(tenant.company, {
    customerId: other.customerId,
    invoiceId: other.id,
    status: 'completed',
    executedAt: CONTACT,
    ...earlier,
  });
  const id = await proposed(tenant, invoice);
  app.clock.travelTo(new Date(CONTACT.getTime() + 7 * DAY_MS - 60_000));
  return (await approved(tenant, id)).warnings;
}

async function twoInvoices(tenant: TenantWithAgent): Promise<[Invoice, Invoice]> {
  const invoice = await tenant.anOpenInvoice({});
  return [invoice, await tenant.anOpenInvoice({ customerId: invoice.customerId })];
}

describe('the answer to an approval', () => {
  it('has no warnings where there are none', async () => {
    const tenant = await createTenantWithAgent(app);
    const body = await approved(tenant, await proposed(tenant, await tenant.anOpenInvoice({})));
    expect(body).not.toHaveProperty('warnings');
  });

  it.each<[what: string, warned: boolean, earlier: Partial<Action>]>([
    ['an e-mail done almost seven days ago', true, {}],
    [
      'an e-mail done seven days and a second ago',
      false,
      { executedAt: new Date(CONTACT.getTime() - 61_000) },
    ],
    ['a call', true, { actionType: 'call' }],
    ['a task: that is no contact', false, { actionType: 'task' }],
    [
      'waiting for the customer: nor is that',
      false,
      { recommendation: 'wait_for_customer', actionRequired: false },
    ],
    ['an e-mail that is approved', true, { status: 'processing', executedAt: null, updatedAt: CONTACT }],
    ['an e-mail that was cancelled', false, { status: 'cancelled', executedAt: null, updatedAt: CONTACT }],
    ['an e-mail that is proposed', false, { status: 'proposed', executedAt: null, updatedAt: CONTACT }],
  ])('warns of a recent contact after %s: %s', async (_what, warned, earlier) => {
    expect(await warnedAfter(earlier)).toEqual(warned ? [RECENT] : undefined);
  });

  it('counts what was approved and sent over the API, from then on', async () => {
    const tenant = await createTenantWithAgent(app);
    const [invoice, other] = await twoInvoices(tenant);
    const [first, second] = [await proposed(tenant, invoice), await proposed(tenant, other)];
    expect(await approved(tenant, first)).not.toHaveProperty('warnings');
    app.clock.advance(8 * DAY_MS);
    await tenant.client.perform('complete', first).expect(200);
    app.clock.advance(7 * DAY_MS - 60_000);
    expect((await approved(tenant, second)).warnings).toEqual([{ code: 'recently_contacted', detail: ANY }]);
  });

  it('does not count another customer, another company or the action itself', async () => {
    const [tenant, elsewhere] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
    for (const { make, company } of [tenant, elsewhere])
      await make.anAction(company, { status: 'completed', executedAt: new Date() });
    const id = await proposed(tenant, await tenant.anOpenInvoice({}));
    expect(await approved(tenant, id)).not.toHaveProperty('warnings');
  });

  it('warns on a customer as a whole too, and there of no amount', async () => {
    const tenant = await createTenantWithAgent(app);
    const [invoice] = await twoInvoices(tenant);
    const body = aRecommendation({ customer_id: invoice.customerId });
    const [{ id }] = (await tenant.post(body).expect(201)).body.actions;
    await tenant.client.perform('send', await proposed(tenant, invoice)).expect(200);
    await owe(tenant, invoice, '1.00');
    expect((await approved(tenant, id)).warnings).toEqual([{ code: 'recently_contacted', detail: ANY }]);
  });
});

describe('the draft’s amount', () => {
  const CHANGED = {
    code: 'amount_changed',
    detail: '$1,250.00 was owed when the draft was written; it is $750.00 now.',
  };

  it('is warned of where a part was paid since', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await proposed(tenant, invoice);
    await owe(tenant, invoice, '750.00');
    expect((await approved(tenant, id)).warnings).toEqual([CHANGED]);
  });

  it('is warned of where it is in another currency since', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await proposed(tenant, invoice);
    await tenant.select(`UPDATE invoice SET currency = 'EUR' WHERE company_id = $1`);
    const detail = '$1,250.00 was owed when the draft was written; it is €1,250.00 now.';
    expect((await approved(tenant, id)).warnings).toEqual([{ ...CHANGED, detail }]);
  });

  it.each([
    ['is the same with other zeros', '1250.0'],
    ['is the same without any', '1250'],
  ])('%s', async (_what, balance) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await proposed(tenant, invoice);
    await owe(tenant, invoice, balance);
    expect(await approved(tenant, id)).not.toHaveProperty('warnings');
  });

  it.each<[what: string, changes: object, warnings: object[] | undefined]>([
    ['the text', { content: 'Dear Acme, a part is still open.' }, undefined],
    ['the subject', { subject: 'The rest' }, [CHANGED]],
    ['the urgency', { urgency_score: 90 }, [CHANGED]],
    ['the time', { scheduled_for: '2026-01-01T00:00:00Z' }, [CHANGED]],
    ['nothing', { content: 'Dear Acme' }, [CHANGED]],
  ])('is today’s for who has rewritten %s', async (_what, changes, warnings) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await proposed(tenant, invoice);
    await owe(tenant, invoice, '750.00');
    await tenant.client.request('patch', `/actions/${id}`).send(changes).expect(200);
    expect((await approved(tenant, id)).warnings).toEqual(warnings);
  });

  it('is the policy’s too', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({ dueOn: '2021-06-22' });
    await tenant.runPolicy('2021-06-30');
    const [{ id }] = (await tenant.client.list({ category: 'needs_action' })).body.data;
    await owe(tenant, invoice, '750.00');
    expect((await approved(tenant, id)).warnings).toEqual([CHANGED]);
  });
});

describe('warnings', () => {
  it('come with each action of a bulk approval, and only with those that call for one', async () => {
    const tenant = await createTenantWithAgent(app);
    const [part, same] = [await tenant.anOpenInvoice({}), await tenant.anOpenInvoice({})];
    const ids = [await proposed(tenant, part), await proposed(tenant, same)];
    await owe(tenant, part, '750.00');
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    expect(body.results[0].action.warnings).toMatchObject([{ code: 'amount_changed' }]);
    expect(body.results[1].action).not.toHaveProperty('warnings');
  });

  it('tell each of two e-mails to one customer, approved in one go, of the other', async () => {
    const tenant = await createTenantWithAgent(app);
    const [one, other] = await twoInvoices(tenant);
    const ids = [await proposed(tenant, one), await proposed(tenant, other)];
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    for (const { action } of body.results)
      expect(action.warnings).toMatchObject([{ code: 'recently_contacted' }]);
  });

  it('are both there where both hold, and none is in the log', async () => {
    const tenant = await createTenantWithAgent(app);
    const [one, other] = await twoInvoices(tenant);
    const id = await proposed(tenant, one);
    await tenant.client.perform('send', await proposed(tenant, other)).expect(200);
    await owe(tenant, one, '750.00');
    const body = await approved(tenant, id);
    expect(body.warnings.map(({ code }: { code: string }) => code)).toEqual([
      'recently_contacted',
      'amount_changed',
    ]);
    expect((await tenant.client.detail(id)).body).not.toHaveProperty('warnings');
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each(['reject', 'send', 'cancel', 'complete'] as const)('do not come with %s', async (command) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await proposed(tenant, invoice);
    await owe(tenant, invoice, '750.00');
    const { body } = await tenant.client.perform(command, id).expect(200);
    expect(body).not.toHaveProperty('warnings');
  });
});
