import { beforeAll, describe, expect, it } from '@jest/globals';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

describe('the customer and the invoice', () => {
  const NOBODY = '00000000-0000-7000-8000-000000000000';

  let tenant: TenantWithAgent;
  let foreign: TenantWithAgent;
  beforeAll(async () => {
    [tenant, foreign] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
  });

  const refused = async (subject: object) => (await tenant.post(aRecommendation(subject)).expect(400)).body;

  describe('what a recommendation is about', () => {
    it('is refused where another company has it, in the same words as where nobody has', async () => {
      const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
      const theirs = await foreign.anOpenInvoice({ invoiceNumber: 'INV-THEIRS' });
      await foreign.make.aCustomer(foreign.company, { externalId: 'C-THEIRS' });
      for (const [foreigners, nobodys] of [
        [{ customer_id: theirs.customerId }, { customer_id: NOBODY }],
        [{ customer_external_id: 'C-THEIRS' }, { customer_external_id: 'C-NOBODY' }],
        [
          { customer_id, invoice_id: theirs.id },
          { customer_id, invoice_id: NOBODY },
        ],
        [
          { customer_id, invoice_number: 'INV-THEIRS' },
          { customer_id, invoice_number: 'INV-NOBODY' },
        ],
      ]) {
        const request_id = expect.any(String);
        expect(await refused(foreigners!)).toEqual({ ...(await refused(nobodys!)), request_id });
      }
    });

    it.each([
      ['customer_id and invoice_id', { customer_id: NOBODY, invoice_id: NOBODY }],
      ['customer_external_id and invoice_number', { customer_external_id: 'x', invoice_number: 'x' }],
    ])('is refused by its names: %s', async (_names, subject) => {
      const answer = await tenant.post(aRecommendation(subject)).expect(400);
      expectInvalid(answer, ...Object.keys(subject).map((field) => `body.${field}: unknown`));
    });

    it('is refused where the invoice is another customer’s', async () => {
      const { id: invoice_id, invoiceNumber: invoice_number } = await tenant.anOpenInvoice({});
      const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
      const byId = await tenant.post(aRecommendation({ customer_id, invoice_id })).expect(400);
      expectInvalid(byId, 'body.invoice_id: customer');
      const byNumber = await tenant.post(aRecommendation({ customer_id, invoice_number })).expect(400);
      expectInvalid(byNumber, 'body.invoice_number: customer');
    });

    it.each(['paid', 'void'] as const)('is refused where the invoice is %s', async (status) => {
      const invoice = await tenant.anOpenInvoice({ status });
      expectInvalid(await tenant.propose(invoice).expect(400), 'body.invoice_id: not_open');
      const { customer_id } = subjectOf(invoice);
      const named = { customer_id, invoice_number: invoice.invoiceNumber };
      expectInvalid(await tenant.post(aRecommendation(named)).expect(400), 'body.invoice_number: not_open');
    });

    it('is refused together with an end that has passed', async () => {
      const answer = await tenant.propose(await tenant.anOpenInvoice({ status: 'paid' }), {
        expires_at: new Date(app.clock.now().getTime() - 1).toISOString(),
      });
      expectInvalid(answer, 'body.invoice_id: not_open', 'body.expires_at: past');
    });

    it('may be disputed or promised: an agent knows more than the due date', async () => {
      const invoice = await tenant.anOpenInvoice({ disputed: true, promisedOn: '2099-01-01' });
      await tenant.propose(invoice).expect(201);
    });
  });
});

describe('numbers', () => {
  /** Sends an alternative with this JSON for a confidence, and as its evidence. */
  async function propose(confidence: string, evidence = confidence) {
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
    return client.request('post', '/recommendations').set('Content-Type', 'application/json').send(body);
  }

  async function proposed(confidence: string, evidence?: string) {
    const { status, body } = await propose(confidence, evidence);
    expect(status).toBe(201);
    return body.actions[0];
  }

  it.each([
    ['of two digits', 0.85, 0.85],
    ['of more digits than a double has', 0.3, 0.30000000000000004],
    ['as JavaScript prints a single', 0.85, 0.8500000238418579],
    ['too small for the column', 0, 5e-324],
  ])('a confidence %s is a number, and so it is in the evidence', async (_, kept, sent) => {
    expect(await proposed(JSON.stringify(sent))).toMatchObject({ confidence: kept, evidence: [sent] });
  });

  it.each([9007199254740991, -9007199254740991])('the whole number %d is kept', async (number) => {
    expect(await proposed('0.5', String(number))).toMatchObject({
      evidence: [number],
      metadata: { case: number },
    });
  });

  it.each(['9007199254740992', '-9007199254740993', '12345678901234567890', '1e300'])(
    'the whole number %s is refused rather than rounded',
    async (number) => {
      expectInvalid(
        await propose('0.5', number),
        'body.alternatives[0].evidence[0]: number',
        'body.alternatives[0].metadata.case: number',
      );
    },
  );
});
