import { randomUUID } from 'node:crypto';
import type { Tenant } from '../support/tenant.js';

/** Records for operations that need some of their own. */

export const hold = () => ({ reason: 'A new delivery is on its way.' });
export async function aReceivable({ make, company }: Tenant) {
  const { id, customerId } = await make.anInvoice(company);
  return { invoice: id, customer: customerId };
}
export async function held(tenant: Tenant, kind: 'customer' | 'invoice') {
  const records = await aReceivable(tenant);
  await tenant.client.request('put', `/${kind}s/${records[kind]}/hold`).send(hold()).expect(200);
  return records;
}

export async function anActionWithEvent({ make, company }: Tenant) {
  const { id } = await make.anAction(company, { isRecommended: false });
  await make.anEvent(company, { actionId: id });
  return { action: id };
}

export async function aSuppression({ client }: Tenant) {
  const email = `${randomUUID()}@acme.example`;
  const { body } = await client.request('post', '/suppressions').send({ email }).expect(200);
  return { suppression: body.id as string };
}

export async function anEndpoint({ client }: Tenant) {
  const url = 'https://hooks.acme.example/daybook';
  // A company has at most 20, and the operations need more.
  const all = await client.get('/webhook-endpoints').expect(200);
  for (const { id } of all.body.data as { id: string }[])
    await client.request('delete', `/webhook-endpoints/${id}`).expect(200);
  const { body } = await client.request('post', '/webhook-endpoints').send({ url }).expect(201);
  return { endpoint: body.id as string };
}

export async function aWebhookDelivery(tenant: Tenant) {
  const { endpoint } = await anEndpoint(tenant);
  const test = tenant.client.request('post', `/webhook-endpoints/${endpoint}/test`);
  return { endpoint, webhookDelivery: (await test.expect(200)).body.id as string };
}

export async function aPolicyRun({ client }: Tenant) {
  await client.request('post', '/recommendations/run');
  return { policyRun: (await client.get('/policy-runs').expect(200)).body.data[0].id as string };
}
