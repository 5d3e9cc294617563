import { describe, expect, it } from '@jest/globals';
import { customerRow, invoiceRow, put } from '../intake/rows.js';
import { useApp } from '../support/app.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { expectProblem } from '../support/problem.js';
import { aRecommendation } from '../support/recommendation.js';

const app = useApp();
const CUSTOMERS = [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })];

/** No status helps where the reason is gone. */
const GONE = { current_status: 'proposed', allowed_from: [] };

const proposal = () => aRecommendation({ customer_external_id: 'C-1', invoice_number: 'INV-1' });

async function propose(tenant: TenantWithAgent): Promise<string> {
  await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow()] }).expect(200);
  return (await tenant.post(proposal()).expect(201)).body.actions[0].id as string;
}

/** A person has rewritten it, so that it outlives the recommendation that replaces its own. */
async function proposeTwice(tenant: TenantWithAgent): Promise<string> {
  const id = await propose(tenant);
  await tenant.client.request('patch', `/actions/${id}`).send({ content: 'Rewritten.' }).expect(200);
  await tenant.post(proposal()).expect(201);
  return id;
}

const remove = ({ client }: TenantWithAgent, id: string) =>
  client.request('delete', `/actions/${id}`).expect(200);
const restore = ({ client }: TenantWithAgent, id: string) => client.request('post', `/actions/${id}/restore`);

describe.each([
  ['of the open recommendation', propose],
  ['that has outlived its recommendation', proposeTwice],
])('an action %s, once it is deleted', (_, make) => {
  it('can be restored', async () => {
    const tenant = await createTenantWithAgent(app);
    const id = await make(tenant);
    await remove(tenant, id);
    expect((await restore(tenant, id).expect(200)).body).toMatchObject({ id, status: 'proposed' });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ status: 'paid' }, /its invoice is paid/],
    [{ status: 'void' }, /its invoice is void/],
    [{ customer_external_id: 'C-2' }, /its invoice belongs to another customer/],
    [{ disputed: true }, /its invoice was disputed, promised/],
    [{ promised_on: '2199-12-31' }, /its invoice was disputed, promised/],
  ])('is not restored after the ledger has said %j', async (change, why) => {
    const tenant = await createTenantWithAgent(app);
    const id = await make(tenant);
    await remove(tenant, id);
    await put(tenant, { invoices: [invoiceRow(change)] }).expect(200);
    expect(expectProblem(await restore(tenant, id), 'invalid_state', GONE).detail).toMatch(why);
  });

  it('is not restored where its invoice was paid and is open again', async () => {
    const tenant = await createTenantWithAgent(app);
    const id = await make(tenant);
    await remove(tenant, id);
    for (const status of ['paid', 'open'])
      await put(tenant, { invoices: [invoiceRow({ status })] }).expect(200);
    expectProblem(await restore(tenant, id), 'invalid_state', GONE);
  });
});
