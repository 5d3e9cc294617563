import { beforeAll, describe, expect, it } from '@jest/globals';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

describe('the customer and the invoice', () => {
  const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';

  let tenant: TenantWithAgent;
  let foreign: TenantWithAgent;
  beforeAll(async () => {
    [tenant, foreign] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
  });

  const problemOf = async (subject: object) => (await tenant.post(aRecommendation(subject)).expect(400)).body;

  describe('the subject of a recommendation', () => {
    it('is rejected with the same response whether it belongs to another company or does not exist', async () => {
      const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
      const theirs = await foreign.anOpenInvoice({ invoiceNumber: 'INV-THEIRS' });
      await foreign.make.aCustomer(foreign.company, { externalId: 'C-THEIRS' });
      for (const [foreignSubject, unknownSubject] of [
        [{ customer_id: theirs.customerId }, { customer_id: UNKNOWN_ID }],
        [{ customer_external_id: 'C-THEIRS' }, { customer_external_id: 'C-UNKNOWN' }],
        [
          { customer_id, invoice_id: theirs.id },
          { customer_id, invoice_id: UNKNOWN_ID },
        ],
        [
          { customer_id, invoice_number: 'INV-THEIRS' },
          { customer_id, invoice_number: 'INV-UNKNOWN' },
        ],
        [{ invoice_id: theirs.id }, { invoice_id: UNKNOWN_ID }],
        [{ invoice_number: 'INV-THEIRS' }, { invoice_number: 'INV-UNKNOWN' }],
      ]) {
        const request_id = expect.any(String);
        expect(await problemOf(foreignSubject!)).toEqual({
          ...(await problemOf(unknownSubject!)),
          request_id,
        });
      }
    });

    it.each([
      ['customer_id and invoice_id', { customer_id: UNKNOWN_ID, invoice_id: UNKNOWN_ID }],
      ['customer_external_id and invoice_number', { customer_external_id: 'x', invoice_number: 'x' }],
      ['invoice_number', { invoice_number: 'x' }],
    ])('is reported by its fields: %s', async (_names, subject) => {
      const response = await tenant.post(aRecommendation(subject)).expect(400);
      expectInvalid(response, ...Object.keys(subject).map((field) => `body.${field}: unknown`));
    });

    it.each(['invoice_id', 'invoice_number'] as const)(
      'H12: may be named by %s alone, which implies the customer',
      async (field) => {
        const { id: customerId } = await tenant.make.aCustomer(tenant.company);
        const invoice = await tenant.anOpenInvoice({ customerId });
        const named = { invoice_id: invoice.id, invoice_number: invoice.invoiceNumber };
        const { body } = await tenant.post(aRecommendation({ [field]: named[field] })).expect(201);
        expect(body.customer.id).toBe(customerId);
        expect(body.invoice.id).toBe(invoice.id);
      },
    );

    it('H12: is the customer as a whole if only the customer is named', async () => {
      const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
      const { body } = await tenant.post(aRecommendation({ customer_id })).expect(201);
      expect(body).toMatchObject({ customer: { id: customer_id }, invoice: null });
    });

    it('H12: named by the invoice alone supersedes the open recommendation on it, also in a batch', async () => {
      const invoice = await tenant.anOpenInvoice({});
      const { id } = (await tenant.propose(invoice).expect(201)).body;
      const recommendations = [aRecommendation({ invoice_number: invoice.invoiceNumber })];
      const batch = tenant.agent.request('post', '/recommendations/batch').send({ recommendations });
      expect((await batch.expect(200)).body.results).toMatchObject([{ ok: true, created: true }]);
      const superseded = tenant.select(
        'SELECT FROM recommendation WHERE id = $2 AND closed_at IS NOT NULL AND company_id = $1',
        id,
      );
      expect(await superseded).toHaveLength(1);
    });

    it('is rejected if the invoice belongs to another customer', async () => {
      const { id: invoice_id, invoiceNumber: invoice_number } = await tenant.anOpenInvoice({});
      const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
      const byId = await tenant.post(aRecommendation({ customer_id, invoice_id })).expect(400);
      expectInvalid(byId, 'body.invoice_id: customer');
      const byNumber = await tenant.post(aRecommendation({ customer_id, invoice_number })).expect(400);
      expectInvalid(byNumber, 'body.invoice_number: customer');
    });

    it.each(['paid', 'void'] as const)('is rejected if the invoice is %s', async (status) => {
      const invoice = await tenant.anOpenInvoice({ status });
      expectInvalid(await tenant.propose(invoice).expect(400), 'body.invoice_id: not_open');
      const { customer_id } = subjectOf(invoice);
      const named = { customer_id, invoice_number: invoice.invoiceNumber };
      expectInvalid(await tenant.post(aRecommendation(named)).expect(400), 'body.invoice_number: not_open');
    });

    it('L4: by a number of several invoices must name the customer of only one of them, or the invoice_id', async () => {
      const shared = { invoiceNumber: 'INV-SHARED' };
      const mine = await tenant.anOpenInvoice({ ...shared, externalId: 'I-1' });
      const theirs = await tenant.anOpenInvoice({ ...shared, externalId: 'I-2' });
      const { id: third } = await tenant.make.aCustomer(tenant.company);
      const byNumber = (customer_id: string) =>
        tenant.post(aRecommendation({ customer_id, invoice_number: 'INV-SHARED' }));
      expect((await byNumber(theirs.customerId).expect(201)).body.actions[0].invoice.id).toBe(theirs.id);
      expectInvalid(await byNumber(third), 'body.invoice_number: ambiguous');
      await tenant.anOpenInvoice({ ...shared, externalId: 'I-3', customerId: mine.customerId });
      const response = await byNumber(mine.customerId);
      expectInvalid(response, 'body.invoice_number: ambiguous');
      expect(response.body.errors[0].detail).toContain('send invoice_id');
      await tenant.propose(mine).expect(201);
    });

    it('is reported together with an expiry in the past', async () => {
      const response = await tenant.propose(await tenant.anOpenInvoice({ status: 'paid' }), {
        expires_at: new Date(app.clock.now().getTime() - 1).toISOString(),
      });
      expectInvalid(response, 'body.invoice_id: not_open', 'body.expires_at: past');
    });

    it('may be a disputed or promised invoice: an agent knows more than the due date', async () => {
      const invoice = await tenant.anOpenInvoice({ disputed: true, promisedOn: '2099-01-01' });
      await tenant.propose(invoice).expect(201);
    });
  });
});

describe('numbers', () => {
  /** Creates a recommendation with JSON text for the confidence and the evidence. */
  async function post(confidence: string, evidence = confidence) {
    const { make, company, client } = await createTenant(app);
    const customer = await make.aCustomer(company);
    const common = { trigger_event: 't', trigger_event_label: 'T', source: 's', customer_id: customer.id };
    const alternative = {
      action_type: 'email',
      recommendation: 'r',
      recommendation_label: 'R',
      description: 'D',
      action_required: true,
      is_recommended: true,
      urgency_score: 50,
      confidence: '·',
      evidence: ['··'],
      metadata: { case: '··' },
    };
    const body = JSON.stringify({ ...common, alternatives: [alternative] })
      .replaceAll('"·"', confidence)
      .replaceAll('"··"', evidence);
    const response = await client
      .request('post', '/recommendations')
      .set('Content-Type', 'application/json')
      .send(body);
    return { client, response };
  }

  async function createAction(confidence: string, evidence?: string) {
    const { client, response } = await post(confidence, evidence);
    expect(response.status).toBe(201);
    return (await client.detail(response.body.actions[0].id).expect(200)).body;
  }

  it.each([
    ['with two digits', 0.85, 0.85],
    ['with more digits than a double has', 0.3, 0.30000000000000004],
    ['with the digits of a single-precision number', 0.85, 0.8500000238418579],
    ['below the smallest number of the column', 0, 5e-324],
  ])('stores a confidence %s as %d, and evidence as it was sent', async (_, kept, sent) => {
    expect(await createAction(JSON.stringify(sent))).toMatchObject({ confidence: kept, evidence: [sent] });
  });

  it.each([9007199254740991, -9007199254740991])('stores the integer %d exactly', async (number) => {
    expect(await createAction('0.5', String(number))).toMatchObject({
      evidence: [number],
      metadata: { case: number },
    });
  });

  it.each(['9007199254740992', '-9007199254740993', '12345678901234567890', '1e300'])(
    'rejects the integer %s instead of rounding it',
    async (number) => {
      expectInvalid(
        (await post('0.5', number)).response,
        'body.alternatives[0].evidence[0]: number',
        'body.alternatives[0].metadata.case: number',
      );
    },
  );
});
