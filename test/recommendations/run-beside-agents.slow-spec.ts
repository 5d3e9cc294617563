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

/** The sources of the open recommendations. */
const openSources = async ({ select }: TenantWithAgent) => {
  const rows = await select<{ source: string }>(
    'SELECT source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL',
  );
  return rows.map(({ source }) => source);
};

/** The state of an agent's recommendation before the run, and the source of the open recommendation after it. */
const CASES: [
  title: string,
  expected: string,
  prepare: (tenant: TenantWithAgent, invoice: Invoice) => Promise<unknown>,
][] = [
  ['waits for a decision', 'collections-agent', (tenant, invoice) => createAction(tenant, invoice)],
  [
    'is scheduled',
    'collections-agent',
    (tenant, invoice) =>
      createAction(tenant, invoice, { scheduled_for: new Date(Date.now() + DAY_MS).toISOString() }),
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
    'was approved, which superseded its siblings',
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
      tenant.client.perform('reject', await createAction(tenant, invoice)).expect(200),
  ],
  [
    'was deleted',
    'dunning_policy',
    async (tenant, invoice) =>
      tenant.client.request('delete', `/actions/${await createAction(tenant, invoice)}`).expect(200),
  ],
  [
    'has expired',
    'dunning_policy',
    async (tenant, invoice) => {
      const expires_at = new Date(Date.now() + DAY_MS).toISOString();
      await tenant.propose(invoice, { expires_at }).expect(201);
      app.clock.advance(2 * DAY_MS);
    },
  ],
];

/** Creates a recommendation of one alternative; returns the id of its action. */
async function createAction(
  tenant: TenantWithAgent,
  invoice: Invoice,
  changes: object = {},
): Promise<string> {
  const { body } = await tenant.propose(invoice, { alternatives: [anEmailAlternative(changes)] }).expect(201);
  return body.actions[0].id;
}

describe('a run of the policy, if the recommendation of an agent', () => {
  it.each(CASES)('%s, leaves open that of %s', async (_title, expected, prepare) => {
    const tenant = await createTenantWithAgent(app);
    await prepare(tenant, await tenant.anOpenInvoice({ dueOn: DUE }));
    const created = expected === 'dunning_policy' ? 1 : 0;
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created, kept: 0, superseded: created });
    expect(await openSources(tenant)).toEqual([expected]);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

describe('a run of the policy beside agents', () => {
  it('creates recommendations on the other invoices', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.propose(await tenant.anOpenInvoice({ dueOn: DUE })).expect(201);
    await tenant.anOpenInvoice({ dueOn: DUE });
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect((await openSources(tenant)).toSorted()).toEqual(['collections-agent', 'dunning_policy']);
  });

  it('creates a recommendation on an invoice if that of the agent concerns the customer as a whole', async () => {
    const tenant = await createTenantWithAgent(app);
    const { customerId } = await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.propose({ id: undefined as never, customerId }).expect(201);
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect(await openSources(tenant)).toHaveLength(2);
  });

  it('keeps its recommendation when it runs again', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.client.perform('reject', await createAction(tenant, invoice)).expect(200);
    await tenant.runPolicy(AS_OF);
    expect(await tenant.runPolicy(AS_OF)).toEqual({ created: 0, kept: 1, superseded: 0 });
  });
});
