import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { subjectOf, aRecommendation } from '../support/recommendation.js';

const app = useApp();
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
    ]) {
      const request_id = expect.any(String);
      expect(await problemOf(foreignSubject!)).toEqual({ ...(await problemOf(unknownSubject!)), request_id });
    }
  });

  it.each([
    ['customer_id and invoice_id', { customer_id: UNKNOWN_ID, invoice_id: UNKNOWN_ID }],
    ['customer_external_id and invoice_number', { customer_external_id: 'x', invoice_number: 'x' }],
  ])('is reported by its fields: %s', async (_names, subject) => {
    const response = await tenant.post(aRecommendation(subject)).expect(400);
    expectInvalid(response, ...Object.keys(subject).map((field) => `body.${field}: unknown`));
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
