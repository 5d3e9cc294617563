import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';

const app = useApp();

let tenant: TenantWithAgent;
let invoice: Invoice;
/** The body of the recommendation on which a person is at work, and the id of its edited action. */
let body: object;
let heldId: string;

/** Posts a recommendation on an invoice, or without one on the customer, and lets a person edit the recommended action. */
async function hold(subject: object): Promise<void> {
  body = aRecommendation({ ...subject, dedupe_key: 'first' });
  heldId = (await tenant.post(body).expect(201)).body.actions[0].id;
  await tenant.client.request('patch', `/actions/${heldId}`).send({ content: 'Dear Acme' }).expect(200);
}
const withoutKey = (subject: object) => aRecommendation(subject);
const countActions = async () => (await tenant.actions()).length;

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  invoice = await tenant.anOpenInvoice({});
});

describe('R1: a recommendation of an agent, while a person is at work', () => {
  it.each<[string, () => object]>([
    ['an action of the invoice', () => subjectOf(invoice)],
    ['an action of the customer as a whole', () => ({ customer_id: invoice.customerId })],
  ])('on %s, is refused with the id of that action until it is decided', async (_title, subject) => {
    await hold(subject());
    const before = await countActions();
    const response = await tenant.post(withoutKey(subject())).expect(409);
    expect(response.body).toMatchObject({ code: 'recommendation_held', action_id: heldId });
    const batch = {
      recommendations: [withoutKey(subject()), withoutKey(subjectOf(await tenant.anOpenInvoice({})))],
    };
    const { results } = (await tenant.agent.request('post', '/recommendations/batch').send(batch).expect(200))
      .body;
    expect(results).toMatchObject([
      {
        ok: false,
        recommendation: null,
        error: { status: 409, code: 'recommendation_held', action_id: heldId },
      },
      { ok: true, created: true },
    ]);
    expect(await countActions()).toBe(before + 2);
    await tenant.client.perform('reject', heldId).expect(200);
    await tenant.post(withoutKey(subject())).expect(201);
  });

  it('is answered with 200 if its dedupe_key was used before', async () => {
    await hold(subjectOf(invoice));
    const { id } = (await tenant.post(body).expect(200)).body;
    const [first] = await tenant.select<{ id: string }>(
      'SELECT id FROM recommendation WHERE company_id = $1',
    );
    expect(id).toBe(first!.id);
    expect(await countActions()).toBe(2);
  });

  it.each<[string, () => object]>([
    ['the customer as a whole', () => ({ customer_id: invoice.customerId })],
    ['another invoice', () => subjectOf(other)],
  ])('on an invoice, is accepted on %s', async (_title, subject) => {
    other = await tenant.anOpenInvoice({ customerId: invoice.customerId });
    await hold(subjectOf(invoice));
    await tenant.post(withoutKey(subject())).expect(201);
  });
  let other: Invoice;
});
