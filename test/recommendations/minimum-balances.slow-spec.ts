import { beforeEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
const DUE_ON = '2026-06-01';
const FIFTY_DAYS_LATER = '2026-07-21';

let tenant: TenantWithAgent;
beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
});

const owe = (amount: string, currency: string) =>
  tenant.anOpenInvoice({
    amount,
    balance: amount,
    currency,
    dueOn: DUE_ON,
    invoiceNumber: `${currency} ${amount}`,
  });
const setMinimums = (minimum_balances: object) =>
  tenant.client.request('patch', '/settings').send({ minimum_balances }).expect(200);
/** The numbers of the invoices on which the policy has an open action. */
async function dunned(): Promise<string[]> {
  const { data } = (await tenant.client.list({ category: 'needs_action' })).body;
  return data
    .map(({ invoice }: { invoice: { invoice_number: string } }) => invoice.invoice_number)
    .toSorted();
}

describe('R8: the policy', () => {
  it('recommends nothing on a balance below the default minimum of its currency', async () => {
    for (const amount of ['0.01', '0.99', '1.00']) await owe(amount, 'EUR');
    for (const amount of ['99', '100']) await owe(amount, 'JPY');
    expect(await tenant.runPolicy(FIFTY_DAYS_LATER)).toEqual({ created: 2, kept: 0, superseded: 0 });
    expect(await dunned()).toEqual(['EUR 1.00', 'JPY 100']);
  });

  it('uses the minimum that the company has set; 0 collects every balance', async () => {
    await setMinimums({ EUR: '5.00', USD: '0' });
    for (const amount of ['4.99', '5.00']) await owe(amount, 'EUR');
    await owe('0.01', 'USD');
    await tenant.runPolicy(FIFTY_DAYS_LATER);
    expect(await dunned()).toEqual(['EUR 5.00', 'USD 0.01']);
  });

  it('supersedes its recommendation on a balance that is now below the minimum, and recommends again later', async () => {
    await owe('4.99', 'EUR');
    await tenant.runPolicy(FIFTY_DAYS_LATER);
    await setMinimums({ EUR: '5.00' });
    expect(await tenant.runPolicy(FIFTY_DAYS_LATER)).toEqual({ created: 0, kept: 0, superseded: 1 });
    expect(await dunned()).toEqual([]);
    await setMinimums({ EUR: null });
    expect(await tenant.runPolicy(FIFTY_DAYS_LATER)).toMatchObject({ created: 1 });
    expect(await dunned()).toEqual(['EUR 4.99']);
  });

  it('leaves the recommendation of an agent on such a balance', async () => {
    await tenant.propose(await owe('0.50', 'EUR')).expect(201);
    expect(await tenant.runPolicy(FIFTY_DAYS_LATER)).toEqual({ created: 0, kept: 0, superseded: 0 });
    expect(await dunned()).toEqual(['EUR 0.50']);
  });
});
