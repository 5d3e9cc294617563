import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

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
  return client.request('post', '/recommendations').set('Content-Type', 'application/json').send(body);
}

async function createAction(confidence: string, evidence?: string) {
  const { status, body } = await post(confidence, evidence);
  expect(status).toBe(201);
  return body.actions[0];
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
      await post('0.5', number),
      'body.alternatives[0].evidence[0]: number',
      'body.alternatives[0].metadata.case: number',
    );
  },
);
