import { expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { persist } from '../support/persist.js';
import { aRecommendation } from '../support/recommendation.js';

const app = useApp();
const RACERS = Array.from({ length: 20 }, (_, n) => n);
const OPEN = 'SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL';
const ROUNDS = 20;

it.each(['an invoice', 'a customer as a whole'])(
  'of twenty different recommendations at once on %s all are taken, and one stays open',
  async (what) => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({});
    const send = (trigger_event: string) =>
      what === 'an invoice'
        ? desk.propose(invoice, { trigger_event })
        : desk.post(aRecommendation({ customer_id: invoice.customerId, trigger_event }));
    const answers = await Promise.all(RACERS.map((n) => persist(() => send(`event_${n}`))));
    expect(answers.map(({ status }) => status)).toEqual(RACERS.map(() => 201));
    const open = await desk.select<{ id: string }>(OPEN);
    expect(open).toHaveLength(1);
    const actions = await desk.select<{ recommendation_id: string }>(
      'SELECT recommendation_id FROM action WHERE company_id = $1 AND deleted_at IS NULL',
    );
    expect(actions).toEqual([{ recommendation_id: open[0]!.id }, { recommendation_id: open[0]!.id }]);
    expect((await desk.log()).filter(({ reason }) => reason === 'recommendation_replaced')).toHaveLength(38);
    expect((await desk.verify()).broken).toEqual([]);
  },
);

it('agents and a run of the policy at once leave one open recommendation on each invoice', async () => {
  const desk = await openAgency(app);
  const invoices: Invoice[] = [];
  for (let count = 0; count < 5; count++) invoices.push(await desk.owed({ dueOn: '2021-06-01' }));
  const [answers] = await Promise.all([
    Promise.all(RACERS.map((n) => persist(() => desk.propose(invoices[n % 5]!, { source: `agent-${n}` })))),
    Promise.all([desk.run('2021-06-30'), desk.run('2021-06-30')]),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await desk.select(OPEN)).toHaveLength(5);
  expect((await desk.verify()).broken).toEqual([]);
});

it(`in ${ROUNDS} races of a new recommendation with an approval, the action is approved or replaced, never both`, async () => {
  const desk = await openAgency(app);
  const invoice = await desk.owed({});
  const outcomes: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [{ id }, { id: sibling }] = (await desk.propose(invoice, { source: `before-${round}` }).expect(201))
      .body.actions;
    const approving = () => persist(() => desk.client.perform('approve', id));
    const replacing = () => persist(() => desk.propose(invoice, { source: `after-${round}` }));
    const racers = round % 2 ? [approving, replacing] : [replacing, approving];
    const answers = await Promise.all(racers.map((race) => race()));
    const [approved, replaced] = round % 2 ? answers : answers.toReversed();
    expect(replaced!.status).toBe(201);
    const { status, is_deleted } = (await desk.client.detail(id)).body;
    outcomes.push(`${approved!.body.code ?? 'approved'}, ${status}, ${is_deleted ? 'deleted' : 'kept'}`);
    // Retired by whichever came first.
    expect((await desk.client.detail(sibling)).body.is_deleted).toBe(true);
    expect((await desk.client.detail(sibling)).body.approval_log).toHaveLength(1);
  }
  const possible = ['approved, processing, kept', 'action_deleted, proposed, deleted'];
  expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  expect((await desk.verify()).broken).toEqual([]);
});
