import { describe, expect, it } from '@jest/globals';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { expectProblem } from '../support/problem.js';
import { aRecommendation } from '../support/recommendation.js';

const app = useApp();
const CUSTOMERS = [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })];

/** The action cannot be restored from any status. */
const NOT_RESTORABLE = { current_status: 'proposed', allowed_from: [] };

const recommendationBody = () => aRecommendation({ customer_external_id: 'C-1', invoice_number: 'INV-1' });

/** Creates a recommendation; returns the id of its first action. */
async function createAction(tenant: TenantWithAgent): Promise<string> {
  await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow()] }).expect(200);
  return (await tenant.post(recommendationBody()).expect(201)).body.actions[0].id as string;
}

const remove = ({ client }: TenantWithAgent, id: string) =>
  client.request('delete', `/actions/${id}`).expect(200);
const restore = ({ client }: TenantWithAgent, id: string) => client.request('post', `/actions/${id}/restore`);

describe('a deleted action of the open recommendation', () => {
  it('can be restored', async () => {
    const tenant = await createTenantWithAgent(app);
    const id = await createAction(tenant);
    await remove(tenant, id);
    expect((await restore(tenant, id).expect(200)).body).toMatchObject({ id, status: 'proposed' });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ status: 'paid' }, /its invoice is paid/],
    [{ status: 'void' }, /its invoice is void/],
    [{ customer_external_id: 'C-2' }, /its invoice belongs to another customer/],
    [{ disputed: true }, /its invoice was disputed, promised/],
    [{ promised_on: '2199-12-31' }, /its invoice was disputed, promised/],
  ])('cannot be restored after a ledger sync with %j', async (change, why) => {
    const tenant = await createTenantWithAgent(app);
    const id = await createAction(tenant);
    await remove(tenant, id);
    await put(tenant, { invoices: [invoiceRow(change)] }).expect(200);
    expect(expectProblem(await restore(tenant, id), 'invalid_state', NOT_RESTORABLE).detail).toMatch(why);
  });

  it('cannot be restored if its invoice was paid in between', async () => {
    const tenant = await createTenantWithAgent(app);
    const id = await createAction(tenant);
    await remove(tenant, id);
    for (const status of ['paid', 'open'])
      await put(tenant, { invoices: [invoiceRow({ status })] }).expect(200);
    expectProblem(await restore(tenant, id), 'invalid_state', NOT_RESTORABLE);
  });
});
