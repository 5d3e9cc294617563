import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const NOW = '2031-06-15T12:00:00Z';

interface Warned {
  id: string;
  warnings: { code: string; detail: string }[];
}
let tenant: TenantWithAgent;
const codesOf = ({ warnings }: Warned) => warnings.map(({ code }) => code);
const listed = async () => (await tenant.client.list().expect(200)).body.data as Warned[];
const run = () => tenant.agent.request('post', '/recommendations/run').send({}).expect(200);

/** Posts an e-mail as the agent; returns the action of the answer. */
async function postEmail(invoice: Invoice): Promise<Warned> {
  const { body } = await tenant.propose(invoice, { alternatives: [anEmailAlternative()] }).expect(201);
  return body.actions[0];
}

beforeEach(async () => {
  app.clock.travelTo(new Date(NOW));
  tenant = await createTenantWithAgent(app);
});
afterEach(() => app.clock.reset());

describe('the warnings of an e-mail of an agent', () => {
  it.each<[string, Partial<Invoice>, string[]]>([
    ['L3: on a disputed invoice', { disputed: true }, ['disputed']],
    ['L3: on an invoice that is promised for next week', { promisedOn: '2031-06-22' }, ['promised']],
    ['L3: on an invoice that was promised for last week', { promisedOn: '2031-06-08' }, []],
    ['on an invoice about which nothing is special', {}, []],
  ])('%s, are in the answer, the list and the detail: %s %s', async (_title, changes, expected) => {
    const created = await postEmail(await tenant.anOpenInvoice({ dueOn: '2031-06-01', ...changes }));
    expect(codesOf(created)).toEqual(expected);
    expect((await listed()).map(codesOf)).toEqual([expected]);
    expect(codesOf((await tenant.client.detail(created.id).expect(200)).body)).toEqual(expected);
    const approved = await tenant.client.perform('approve', created.id).expect(200);
    expect(codesOf(approved.body)).toEqual(expected);
  });

  it('L6: name the missing e-mail address, where the policy recommends a call instead', async () => {
    const { id: customerId } = await tenant.make.aCustomer(tenant.company, { email: null });
    const invoice = await tenant.anOpenInvoice({ dueOn: '2031-06-12', customerId });
    await run();
    const rows = await tenant.select<{ type: string }>(
      'SELECT action_type AS type FROM action WHERE company_id = $1 ORDER BY is_recommended DESC',
    );
    expect(rows).toEqual([{ type: 'call' }]);
    expect((await listed()).map(codesOf)).toEqual([[]]);
    expect(codesOf(await postEmail(invoice))).toEqual(['no_email_address']);
    expect((await listed()).map(codesOf)).toEqual([['no_email_address']]);
  });

  it('L7: name the former name of a customer that PUT /ledger renames, on the policy’s actions too', async () => {
    const { id: customerId, externalId } = await tenant.make.aCustomer(tenant.company, { name: 'Acme Ltd' });
    await tenant.anOpenInvoice({ dueOn: '2031-06-12', customerId });
    await postEmail(await tenant.anOpenInvoice({ dueOn: '2031-06-12', customerId }));
    await run();
    expect((await listed()).flatMap(codesOf)).toEqual([]);
    const customers = [{ external_id: externalId, name: 'Acme GmbH', email: 'ap@acme.example' }];
    await tenant.client.request('put', '/ledger').send({ customers }).expect(200);
    const actions = await listed();
    expect(actions).toHaveLength(3);
    for (const { warnings } of actions)
      expect(warnings).toEqual([
        {
          code: 'customer_renamed',
          detail: 'The customer was called Acme Ltd when the draft was written; it is Acme GmbH now.',
        },
      ]);
  });
});
