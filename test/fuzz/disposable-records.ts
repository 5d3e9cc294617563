import assert from 'node:assert/strict';
import type { Client } from '../support/client.js';
import type { Tenant } from '../support/tenant.js';

/**
 * Records that a request uses up, by operation: the placeholders of their ids. Other operations take records that requests share.
 * All of them belong to the company that gets the commands.
 */
export const DISPOSABLE_RECORDS: Record<string, string> = {
  restoreAction: '{{action.deleted}}',
  claimAction: '{{action.claimable}}',
  releaseAction: '{{action.claimed}}',
  retryAction: '{{action.unsent}}',
  holdCustomer: '{{customer.free}}',
  endCustomerHold: '{{customer.held}}',
  holdInvoice: '{{invoice.free}}',
  endInvoiceHold: '{{invoice.held}}',
  removeSuppression: '{{suppression.removable}}',
};

/**
 * Creates the records, in the states from which their operations succeed.
 * @param client has the token that sends the generated requests, because a lease belongs to a token
 * @param unusedAction creates an undecided action
 */
export function disposableRecords(
  { make, company }: Tenant,
  client: Client,
  unusedAction: (actionType: 'email' | 'call') => Promise<string>,
): Record<string, () => Promise<string>> {
  let suppressed = 0;

  async function send(method: 'post' | 'put' | 'delete', path: string, body?: object): Promise<string> {
    // The key makes a retry safe after a 503 whose transaction has committed.
    const key = `${method} ${path} ${JSON.stringify(body)}`;
    for (;;) {
      const request = client.request(method, path).set('Idempotency-Key', key);
      const response = await (body ? request.send(body) : request);
      if (response.status === 200) return (response.body as { id: string }).id;
      assert.equal(response.status, 503);
    }
  }
  async function afterCommands(actionType: 'email' | 'call', ...commands: string[]): Promise<string> {
    const id = await unusedAction(actionType);
    for (const command of commands) await send('post', `/actions/${id}/${command}`);
    return id;
  }
  async function held(path: string, id: string): Promise<string> {
    await send('put', `/${path}/${id}/hold`, { reason: 'Paused.' });
    return id;
  }
  const aCustomer = async () => (await make.aCustomer(company)).id;
  const anInvoice = async () => (await make.anInvoice(company)).id;

  return {
    'action.deleted': async () => {
      const id = await unusedAction('email');
      await send('delete', `/actions/${id}`);
      return id;
    },
    'action.claimable': () => afterCommands('call', 'approve'),
    'action.claimed': () => afterCommands('call', 'approve', 'claim'),
    // No worker runs, so that the e-mail waits.
    'action.unsent': () => afterCommands('email', 'approve'),
    'customer.free': aCustomer,
    'customer.held': async () => held('customers', await aCustomer()),
    'invoice.free': anInvoice,
    'invoice.held': async () => held('invoices', await anInvoice()),
    'suppression.removable': () =>
      send('post', '/suppressions', { email: `ap-${++suppressed}@acme.example` }),
  };
}
