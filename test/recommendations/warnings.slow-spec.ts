import { afterEach, describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { anEmailAlternative, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const DAY_MS = 86_400_000;
const CONTACT = new Date('2031-06-01T12:00:00Z');
const ANY_TEXT = expect.any(String);
const EDITED = {
  code: 'edited_since',
  detail: expect.stringMatching(/^collections-desk edited the draft on \S+ at \S+ UTC\.$/),
};
const RECENT = { code: 'recently_contacted', detail: 'The customer was last contacted on 2031-06-01.' };

afterEach(() => app.clock.reset());

/** Creates a recommendation to send an e-mail on an invoice; returns the id of the action. */
async function createEmail(tenant: TenantWithAgent, invoice: Invoice, changes: object = {}): Promise<string> {
  const alternatives = [anEmailAlternative({ content: 'Dear Acme', ...changes })];
  return (await tenant.propose(invoice, { alternatives }).expect(201)).body.actions[0].id;
}

/** Changes the open balance of an invoice. */
const setBalance = (tenant: TenantWithAgent, { id }: Invoice, balance: string) =>
  tenant.select('UPDATE invoice SET balance = $2 WHERE company_id = $1 AND id = $3', balance, id);
const approve = async ({ client }: TenantWithAgent, id: string) =>
  (await client.perform('approve', id).expect(200)).body;

/** The warnings of an approval almost seven days after an action on another invoice of the same customer. */
async function warningsAfter(earlier: Partial<Action>): Promise<unknown> {
  const tenant = await createTenantWithAgent(app);
  const [invoice, other] = await twoInvoices(tenant);
  await tenant.make.anAction(tenant.company, {
    customerId: other.customerId,
    invoiceId: other.id,
    status: 'completed',
    executedAt: CONTACT,
    ...earlier,
  });
  const id = await createEmail(tenant, invoice);
  app.clock.travelTo(new Date(CONTACT.getTime() + 7 * DAY_MS - 60_000));
  return (await approve(tenant, id)).warnings;
}

async function twoInvoices(tenant: TenantWithAgent): Promise<[Invoice, Invoice]> {
  const invoice = await tenant.anOpenInvoice({});
  return [invoice, await tenant.anOpenInvoice({ customerId: invoice.customerId })];
}

describe('the response of an approval', () => {
  it('has an empty list of warnings if there are none', async () => {
    const tenant = await createTenantWithAgent(app);
    const body = await approve(tenant, await createEmail(tenant, await tenant.anOpenInvoice({})));
    expect(body.warnings).toEqual([]);
  });

  it.each<[title: string, expected: boolean, earlier: Partial<Action>]>([
    ['an e-mail completed almost seven days ago', true, {}],
    [
      'an e-mail completed seven days and a second ago',
      false,
      { executedAt: new Date(CONTACT.getTime() - 61_000) },
    ],
    ['a call', true, { actionType: 'call' }],
    ['a task', false, { actionType: 'task' }],
    ['a wait for the customer', false, { recommendation: 'wait_for_customer', actionRequired: false }],
    ['an e-mail that is approved', true, { status: 'processing', executedAt: null, updatedAt: CONTACT }],
    ['an e-mail that was cancelled', false, { status: 'cancelled', executedAt: null, updatedAt: CONTACT }],
    ['an e-mail that is proposed', false, { status: 'proposed', executedAt: null, updatedAt: CONTACT }],
  ])('warns of a recent contact after %s: %s', async (_title, expected, earlier) => {
    expect(await warningsAfter(earlier)).toEqual(expected ? [RECENT] : []);
  });

  it('warns of an action that was approved and completed over the API', async () => {
    const tenant = await createTenantWithAgent(app);
    const [invoice, other] = await twoInvoices(tenant);
    const [first, second] = [await createEmail(tenant, invoice), await createEmail(tenant, other)];
    expect((await approve(tenant, first)).warnings).toEqual([]);
    app.clock.advance(8 * DAY_MS);
    await tenant.client.perform('complete', first).expect(200);
    app.clock.advance(7 * DAY_MS - 60_000);
    expect((await approve(tenant, second)).warnings).toEqual([
      { code: 'recently_contacted', detail: ANY_TEXT },
    ]);
  });

  it('does not warn of contacts with other customers, of other companies, or by the action itself', async () => {
    const [tenant, elsewhere] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
    for (const { make, company } of [tenant, elsewhere])
      await make.anAction(company, { status: 'completed', executedAt: new Date() });
    const id = await createEmail(tenant, await tenant.anOpenInvoice({}));
    expect((await approve(tenant, id)).warnings).toEqual([]);
  });

  it('warns of a recent contact, but of no amount, on a customer as a whole', async () => {
    const tenant = await createTenantWithAgent(app);
    const [invoice] = await twoInvoices(tenant);
    const body = aRecommendation({ customer_id: invoice.customerId });
    const [{ id }] = (await tenant.post(body).expect(201)).body.actions;
    await tenant.client.perform('send', await createEmail(tenant, invoice)).expect(200);
    await setBalance(tenant, invoice, '1.00');
    expect((await approve(tenant, id)).warnings).toEqual([{ code: 'recently_contacted', detail: ANY_TEXT }]);
  });
});

describe('a warning of a changed amount', () => {
  const CHANGED = {
    code: 'amount_changed',
    detail: '$1,250.00 was owed when the draft was written; it is $750.00 now.',
  };

  it('is given after a part payment', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await createEmail(tenant, invoice);
    await setBalance(tenant, invoice, '750.00');
    expect((await approve(tenant, id)).warnings).toEqual([CHANGED]);
  });

  it('is given after a change of the currency', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await createEmail(tenant, invoice);
    await tenant.select(`UPDATE invoice SET currency = 'EUR' WHERE company_id = $1`);
    const detail = '$1,250.00 was owed when the draft was written; it is €1,250.00 now.';
    expect((await approve(tenant, id)).warnings).toEqual([{ ...CHANGED, detail }]);
  });

  it.each([
    ['fewer trailing zeros', '1250.0'],
    ['no decimals', '1250'],
  ])('is not given if the balance has %s', async (_title, balance) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await createEmail(tenant, invoice);
    await setBalance(tenant, invoice, balance);
    expect((await approve(tenant, id)).warnings).toEqual([]);
  });

  it.each<[title: string, changes: object, warnings: object[]]>([
    ['the text', { content: 'Dear Acme, a part is still open.' }, [EDITED]],
    ['the subject', { subject: 'The rest' }, [CHANGED, EDITED]],
    ['the urgency', { urgency_score: 90 }, [CHANGED]],
    ['the time', { scheduled_for: '2026-01-01T00:00:00Z' }, [CHANGED]],
    ['nothing, with the same text', { content: 'Dear Acme' }, [CHANGED]],
  ])('depends on what was edited after the balance changed: %s', async (_title, changes, warnings) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const id = await createEmail(tenant, invoice);
    await setBalance(tenant, invoice, '750.00');
    await tenant.client.request('patch', `/actions/${id}`).send(changes).expect(200);
    expect((await approve(tenant, id)).warnings).toEqual(warnings);
  });

  it('is given for drafts of the policy too', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({ dueOn: '2021-06-22' });
    await tenant.runPolicy('2021-06-30');
    const [{ id }] = (await tenant.client.list({ category: 'needs_action' })).body.data;
    await setBalance(tenant, invoice, '750.00');
    expect((await approve(tenant, id)).warnings).toEqual([CHANGED]);
  });
});

describe('a warning of an edited draft', () => {
  it('names the client and the time of the last edit of the text, in lists, details and approvals', async () => {
    const tenant = await createTenantWithAgent(app);
    const id = await createEmail(tenant, await tenant.anOpenInvoice({}));
    const edit = (changes: object) =>
      tenant.client.request('patch', `/actions/${id}`).send(changes).expect(200);
    expect((await edit({ urgency_score: 90 })).body.warnings).toEqual([]);
    app.clock.travelTo(new Date('2031-06-01T12:00:00Z'));
    const [warning] = (await edit({ content: 'Dear Acme, please pay.' })).body.warnings as {
      detail: string;
    }[];
    expect(warning).toEqual({
      code: 'edited_since',
      detail: expect.stringMatching(/^collections-desk edited the draft on 2031-06-01 at 12:00:0\d UTC\.$/),
    });
    app.clock.travelTo(new Date('2031-06-02T12:00:00Z'));
    await edit({ urgency_score: 91 });
    const [listed] = (await tenant.client.list({ category: 'needs_action' })).body.data;
    expect(listed.warnings).toEqual([warning]);
    expect((await tenant.client.detail(id)).body.warnings).toEqual([warning]);
    expect((await approve(tenant, id)).warnings).toEqual([warning]);
  });

  it('is not given for a text that the recommendation itself replaced', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    await createEmail(tenant, invoice);
    const id = await createEmail(tenant, invoice, { content: 'Dear Acme, once more' });
    expect((await approve(tenant, id)).warnings).toEqual([]);
  });
});

describe('warnings', () => {
  it('are given for each action of a bulk approval separately', async () => {
    const tenant = await createTenantWithAgent(app);
    const [changed, unchanged] = [await tenant.anOpenInvoice({}), await tenant.anOpenInvoice({})];
    const ids = [await createEmail(tenant, changed), await createEmail(tenant, unchanged)];
    await setBalance(tenant, changed, '750.00');
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    expect(body.results[0].action.warnings).toMatchObject([{ code: 'amount_changed' }]);
    expect(body.results[1].action.warnings).toEqual([]);
  });

  it('are given for two e-mails to one customer in one bulk approval', async () => {
    const tenant = await createTenantWithAgent(app);
    const [first, second] = await twoInvoices(tenant);
    const ids = [await createEmail(tenant, first), await createEmail(tenant, second)];
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    for (const { action } of body.results)
      expect(action.warnings).toMatchObject([{ code: 'recently_contacted' }]);
  });

  it('can be two at once, in the response of the approval and in the detail', async () => {
    const tenant = await createTenantWithAgent(app);
    const [first, second] = await twoInvoices(tenant);
    const id = await createEmail(tenant, first);
    await tenant.client.perform('send', await createEmail(tenant, second)).expect(200);
    await setBalance(tenant, first, '750.00');
    const body = await approve(tenant, id);
    expect(body.warnings.map(({ code }: { code: string }) => code)).toEqual([
      'recently_contacted',
      'amount_changed',
    ]);
    expect((await tenant.client.detail(id)).body.warnings).toEqual(body.warnings);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each(['reject', 'send', 'cancel', 'complete'] as const)(
    'are empty after %s, which ends the action',
    async (command) => {
      const tenant = await createTenantWithAgent(app);
      const invoice = await tenant.anOpenInvoice({});
      const id = await createEmail(tenant, invoice);
      await setBalance(tenant, invoice, '750.00');
      const { body } = await tenant.client.perform(command, id).expect(200);
      expect(body.warnings).toEqual([]);
    },
  );
});
