import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { aRecommendation, aCallAlternative, anEmailAlternative } from '../support/recommendation.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';

const app = useApp();

const contact = (name: string, purpose: string) => ({
  name,
  purpose,
  email: `${name.toLowerCase()}@acme.example`,
});
const [DUN, BILL, BOSS] = [
  contact('Dun', 'dunning'),
  contact('Bill', 'billing'),
  contact('Boss', 'escalation'),
];
const recipient = ({ name, email }: { name: string; email: string }) => ({ name, address: email });
const OWN = { email: 'ap@acme.example', contact_name: 'Ngozi Okafor' };

/** The customers C-0, C-1, …, each with an overdue invoice INV-0, INV-1, … */
const putCustomers = (tenant: Tenant, customers: object[]) =>
  put(tenant, {
    customers: customers.map((row, n) => customerRow({ external_id: `C-${n}`, ...row })),
    invoices: customers.map((_, n) =>
      invoiceRow({ invoice_number: `INV-${n}`, customer_external_id: `C-${n}` }),
    ),
  }).expect(200);

const propose = ({ client }: Tenant, customer: number, alternatives: object[]) =>
  client
    .request('post', '/recommendations')
    .send(aRecommendation({ customer_external_id: `C-${customer}`, alternatives }));

const CUSTOMERS = [
  { ...OWN, contacts: [BOSS, BILL, DUN, contact('Dan', 'dunning')] },
  { ...OWN, contacts: [BOSS, BILL] },
  { ...OWN, contacts: [BOSS] },
  { email: OWN.email },
  { contacts: [BOSS] },
];
const CHOSEN = [
  [recipient(DUN)],
  [recipient(BILL)],
  [{ name: 'Ngozi Okafor', address: 'ap@acme.example' }],
  [{ name: 'Acme Supply', address: 'ap@acme.example' }],
  [],
];

describe('the recipients of a new recommendation', () => {
  it('of an agent are the dunning contact, else the billing contact, else the address of the customer', async () => {
    const tenant = await createTenant(app);
    await putCustomers(tenant, CUSTOMERS);
    for (const [customer, to] of CHOSEN.entries()) {
      const { body } = await propose(tenant, customer, [anEmailAlternative(), aCallAlternative()]).expect(
        201,
      );
      const codes = to.length > 0 ? [] : ['no_email_address'];
      expect(body.actions).toMatchObject([
        { to, cc: [] },
        { to: [], cc: [] },
      ]);
      expect(body.actions[0].warnings.map(({ code }: { code: string }) => code)).toEqual(codes);
    }
  });

  it('of an agent are those that it names', async () => {
    const tenant = await createTenant(app);
    await putCustomers(tenant, CUSTOMERS);
    const named = anEmailAlternative({ to: [recipient(BILL)], cc: [{ address: BOSS.email }] });
    const nobody = anEmailAlternative({ to: [], is_recommended: false });
    const { body } = await propose(tenant, 0, [named, nobody]).expect(201);
    expect(body.actions[0]).toMatchObject({
      to: [recipient(BILL)],
      cc: [{ name: null, address: BOSS.email }],
    });
    expect(body.actions[1].to).toEqual([]);
  });

  it.each([
    [aCallAlternative({ to: [recipient(DUN)] }), 'to: email_only'],
    [aCallAlternative({ to: [] }), 'to: email_only'],
    [anEmailAlternative({ is_recommended: false, cc: [recipient(DUN)] }), 'cc: without_to'],
    [anEmailAlternative({ is_recommended: false, to: [recipient(DUN), recipient(DUN)] }), 'to: repeated'],
    [
      anEmailAlternative({ is_recommended: false, to: [{ address: 'a@b.example,c@d.example' }] }),
      'to[0].address: email',
    ],
    [anEmailAlternative({ is_recommended: false, metadata: { final_subject: 'x' } }), 'metadata: reserved'],
  ])('are refused in %j', async (alternative, error) => {
    const tenant = await createTenant(app);
    await putCustomers(tenant, CUSTOMERS);
    const response = await propose(tenant, 0, [anEmailAlternative(), alternative]);
    expectInvalid(response, `body.alternatives[1].${error}`);
  });

  it('of the policy are chosen by the same rule; letters address them by name, and a change replaces the letter', async () => {
    const tenant = await createTenant(app);
    await putCustomers(tenant, CUSTOMERS);
    const run = async () =>
      (await tenant.client.request('post', '/recommendations/run').send({}).expect(200)).body;
    const emailOf = async (invoice: number) => {
      const { body } = await tenant.client.list({ category: 'needs_action', search: `INV-${invoice}` });
      return body.data.find((row: { action_type: string }) => row.action_type === 'email');
    };
    expect(await run()).toMatchObject({ created: 5 });
    for (const [invoice, to] of CHOSEN.slice(0, 4).entries()) {
      const email = await emailOf(invoice);
      expect(email.to).toEqual(to);
      expect(email.content).toMatch(new RegExp(`^Hello ${to[0]!.name},`));
    }
    expect(await emailOf(4)).toBeUndefined();
    expect(await run()).toMatchObject({ created: 0, kept: 5 });
    const { id } = await emailOf(0);
    const moved = { ...DUN, email: 'new@acme.example' };
    await putCustomers(tenant, [{ ...OWN, contacts: [moved] }]);
    expect((await tenant.client.detail(id)).body.warnings).toMatchObject([
      { code: 'recipient_changed', detail: 'The ledger does not have for the customer: dun@acme.example.' },
    ]);
    expect(await run()).toMatchObject({ created: 1, kept: 4, superseded: 1 });
    expect((await emailOf(0)).to).toEqual([recipient(moved)]);
  });
});
