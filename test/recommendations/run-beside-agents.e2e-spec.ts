import { afterEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const AS_OF = '2021-06-30';
const DUE = '2021-06-22';
const DAY_MS = 86_400_000;

afterEach(() => app.clock.reset());

/** Who has the open recommendation. */
const sources = async ({ select }: TenantWithAgent) => {
  const rows = await select<{ source: string }>(
    'SELECT source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL',
  );
  return rows.map(({ source }) => source);
};

/** What an agent’s recommendation may have come to before the run, and whether the policy steps in. */
const CASES: [
  what: string,
  expected: string,
  prepare: (tenant: TenantWithAgent, invoice: Invoice) => Promise<unknown>,
][] = [
  ['waits for a decision', 'collections-agent', (tenant, invoice) => recommended(tenant, invoice)],
  [
    'is scheduled',
    'collections-agent',
    (tenant, invoice) =>
      recommended(tenant, invoice, { scheduled_for: new Date(Date.now() + DAY_MS).toISOString() }),
  ],
  [
    'has one undecided alternative left',
    'collections-agent',
    async (tenant, invoice) => {
      const [{ id }] = (await tenant.propose(invoice).expect(201)).body.actions;
      await tenant.client.perform('reject', id).expect(200);
    },
  ],
  [
    'was approved, which retired its siblings',
    'dunning_policy',
    async (tenant, invoice) => {
      const [{ id }] = (await tenant.propose(invoice).expect(201)).body.actions;
      await tenant.client.perform('approve', id).expect(200);
    },
  ],
  [
    'was rejected',
    'dunning_policy',
    async (tenant, invoice) =>
      tenant.client.perform('reject', await recommended(tenant, invoice)).expect(200),
  ],
  [
    'was deleted',
    'dunning_policy',
    async (tenant, invoice) =>
      tenant.client.request('delete', `/actions/${await recommended(tenant, invoice)}`).expect(200),
  ],
  [
    'has expired, swept or not',
    'dunning_policy',
    async (tenant, invoice) => {
      const expires_at = new Date(Date.now() + DAY_MS).toISOString();
      await tenant.propose(invoice, { expires_at }).expect(201);
      app.clock.advance(2 * DAY_MS);
    },
  ],
];

/** The id of the one action. */
async function recommended(tenant: TenantWithAgent, invoice: Invoice, changes: object = {}): Promise<string> {
  const { body } = await tenant.propose(invoice, { alternatives: [anEmailAlternative(changes)] }).expect(201);
  return body.actions[0].id;
}

describe('on an invoice where an agent’s recommendation', () => {
  it.each(CASES)('%s, the run leaves one open: that of %s', async (_what, expected, prepare) => {
    const tenant = await createTenantWithAgent(app);
    await prepare(tenant, await tenant.anOpenInvoice({ dueOn: DUE }));
    const taken = expected === 'dunning_policy' ? 1 : 0;
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: taken, kept: 0, superseded: taken });
    expect(await sources(tenant)).toEqual([expected]);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

describe('the policy fills the gaps', () => {
  it('beside agents: it proposes on the other invoices', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.propose(await tenant.anOpenInvoice({ dueOn: DUE })).expect(201);
    await tenant.anOpenInvoice({ dueOn: DUE });
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect((await sources(tenant)).toSorted()).toEqual(['collections-agent', 'dunning_policy']);
  });

  it('where an agent speaks of the customer as a whole', async () => {
    const tenant = await createTenantWithAgent(app);
    const { customerId } = await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.propose({ id: undefined as never, customerId }).expect(201);
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect(await sources(tenant)).toHaveLength(2);
  });

  it('again and again without a change', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.client.perform('reject', await recommended(tenant, invoice)).expect(200);
    await tenant.runPolicy(AS_OF);
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 0, kept: 1, superseded: 0 });
  });
});
