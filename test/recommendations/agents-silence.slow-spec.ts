import { afterEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const DUE = '2031-05-20';
const dayAfter = (days: number) => new Date(Date.parse(`${DUE}T10:00:00Z`) + days * 86_400_000);

afterEach(() => app.clock.reset());

/** What a person does with the action of an agent, and the source of the recommended action after each later run. */
const CASES: [
  title: string,
  decide: (tenant: TenantWithAgent, id: string) => Promise<unknown>,
  changes: object,
  sources: (string | null)[],
][] = [
  ['ignores it', async () => {}, {}, ['collections-agent', 'collections-agent', 'collections-agent']],
  [
    'rejects it',
    ({ client }, id) => client.perform('reject', id).expect(200),
    {},
    [null, null, 'dunning_policy'],
  ],
  [
    'deletes it',
    ({ client }, id) => client.request('delete', `/actions/${id}`).expect(200),
    {},
    [null, null, 'dunning_policy'],
  ],
  [
    'lets it expire',
    async () => {},
    { expires_at: dayAfter(10).toISOString() },
    ['dunning_policy', 'dunning_policy', 'dunning_policy'],
  ],
  [
    'approves it and never completes it',
    ({ client }, id) => client.perform('approve', id).expect(200),
    {},
    ['dunning_policy', 'dunning_policy', 'dunning_policy'],
  ],
];

describe('R5: runs 1, 7 and 8 days after the decision, if a person gets an action of an agent and', () => {
  it.each(CASES)('%s', async (_title, decide, changes, expected) => {
    app.clock.travelTo(dayAfter(9));
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({ dueOn: DUE });
    const alternatives = [anEmailAlternative({ recommendation: 'write_a_sonnet' })];
    const { body } = await tenant.propose(invoice, { alternatives, ...changes }).expect(201);
    app.clock.travelTo(dayAfter(10));
    await decide(tenant, body.actions[0].id);
    const sources: (string | null)[] = [];
    for (const days of [11, 17, 18]) {
      app.clock.travelTo(dayAfter(days));
      await tenant.agent.request('post', '/recommendations/run').send({}).expect(200);
      const [row] = await tenant.select<{ source: string }>(
        `SELECT r.source FROM action a JOIN recommendation r ON r.id = a.recommendation_id
         WHERE a.company_id = $1 AND a.deleted_at IS NULL AND a.status IN ('proposed', 'scheduled') AND a.is_recommended
           AND (a.expires_at IS NULL OR a.expires_at > $2)`,
        app.clock.now(),
      );
      sources.push(row?.source ?? null);
    }
    expect(sources).toEqual(expected);
  });
});
