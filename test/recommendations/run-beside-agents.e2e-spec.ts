import { afterEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { type Agency, openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { anAlternative } from '../support/recommendation.js';

const app = useApp();
const AS_OF = '2021-06-30';
const DUE = '2021-06-22';
const DAY_MS = 86_400_000;

afterEach(() => app.clock.comeBack());

/** Who has the open recommendation. */
const sources = async ({ select }: Agency) => {
  const rows = await select<{ source: string }>(
    'SELECT source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL',
  );
  return rows.map(({ source }) => source);
};

/** What an agent’s recommendation may have come to before the run, and whether the policy steps in. */
const CASES: [
  what: string,
  expected: string,
  prepare: (desk: Agency, invoice: Invoice) => Promise<unknown>,
][] = [
  ['waits for a decision', 'collections-agent', (desk, invoice) => recommended(desk, invoice)],
  [
    'is scheduled',
    'collections-agent',
    (desk, invoice) =>
      recommended(desk, invoice, { scheduled_for: new Date(Date.now() + DAY_MS).toISOString() }),
  ],
  [
    'has one undecided alternative left',
    'collections-agent',
    async (desk, invoice) => {
      const [{ id }] = (await desk.propose(invoice).expect(201)).body.actions;
      await desk.client.perform('reject', id).expect(200);
    },
  ],
  [
    'was approved, which retired its siblings',
    'dunning_policy',
    async (desk, invoice) => {
      const [{ id }] = (await desk.propose(invoice).expect(201)).body.actions;
      await desk.client.perform('approve', id).expect(200);
    },
  ],
  [
    'was rejected',
    'dunning_policy',
    async (desk, invoice) => desk.client.perform('reject', await recommended(desk, invoice)).expect(200),
  ],
  [
    'was deleted',
    'dunning_policy',
    async (desk, invoice) =>
      desk.client.request('delete', `/actions/${await recommended(desk, invoice)}`).expect(200),
  ],
  [
    'has expired, swept or not',
    'dunning_policy',
    async (desk, invoice) => {
      const expires_at = new Date(Date.now() + DAY_MS).toISOString();
      await desk.propose(invoice, { expires_at }).expect(201);
      app.clock.advance(2 * DAY_MS);
    },
  ],
];

/** The id of the one action. */
async function recommended(desk: Agency, invoice: Invoice, changes: object = {}): Promise<string> {
  const { body } = await desk.propose(invoice, { alternatives: [anAlternative(changes)] }).expect(201);
  return body.actions[0].id;
}

describe('on an invoice where an agent’s recommendation', () => {
  it.each(CASES)('%s, the run leaves one open: that of %s', async (_what, expected, prepare) => {
    const desk = await openAgency(app);
    await prepare(desk, await desk.owed({ dueOn: DUE }));
    const taken = expected === 'dunning_policy' ? 1 : 0;
    expect(await desk.run(AS_OF)).toEqual({ created: taken, kept: 0, superseded: taken });
    expect(await sources(desk)).toEqual([expected]);
    expect((await desk.verify()).broken).toEqual([]);
  });
});

describe('the policy fills the gaps', () => {
  it('beside agents: it proposes on the other invoices', async () => {
    const desk = await openAgency(app);
    await desk.propose(await desk.owed({ dueOn: DUE })).expect(201);
    await desk.owed({ dueOn: DUE });
    expect(await desk.run(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect((await sources(desk)).toSorted()).toEqual(['collections-agent', 'dunning_policy']);
  });

  it('where an agent speaks of the customer as a whole', async () => {
    const desk = await openAgency(app);
    const { customerId } = await desk.owed({ dueOn: DUE });
    await desk.propose({ id: undefined as never, customerId }).expect(201);
    expect(await desk.run(AS_OF)).toEqual({ created: 1, kept: 0, superseded: 0 });
    expect(await sources(desk)).toHaveLength(2);
  });

  it('again and again without a change', async () => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({ dueOn: DUE });
    await desk.client.perform('reject', await recommended(desk, invoice)).expect(200);
    await desk.run(AS_OF);
    expect(await desk.run(AS_OF)).toEqual({ created: 0, kept: 1, superseded: 0 });
  });
});
