import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

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
