import { describe, expect, it } from '@jest/globals';
import { ActionStore } from '../../src/actions/store/action-store.js';
import { Transactions } from '../../src/database/transactions.js';
import { LIMITS } from '../../src/limits.js';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import type { AlternativeInput } from '../../src/recommendations/dto/alternative.dto.js';
import { alternativeOf, newRecommendation } from '../../src/recommendations/new-recommendation.js';
import { useApp } from '../support/app.js';
import { requestOf, trailOf, useEventScene } from '../support/event-scene.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const scene = useEventScene(app);

it('the events of a recommendation and its alternatives show the actions as responses do', async () => {
  const { response, email, call } = await scene.propose();
  const events = await scene.news();
  const agent = ['agent', requestOf(response)];
  expect(trailOf(events)).toEqual([
    ['recommendation.created', ...agent],
    ['action.proposed', ...agent],
    ['action.proposed', ...agent],
  ]);
  const { actions, ...head } = response.body;
  expect(events[0]!.data).toEqual({
    ...head,
    actions: [
      { id: email, action_type: 'email', is_recommended: true, description: actions[0].description },
      { id: call, action_type: 'call', is_recommended: false, description: actions[1].description },
    ],
    omitted: [],
    previous: {},
  });
  expect(events.slice(1).map(({ actionId, data }) => [actionId, data])).toEqual(
    actions.map((action: { id: string }) => [action.id, { ...action, omitted: [], previous: {} }]),
  );
});

it('the event of a replacement follows that of the replaced recommendation, and shows the action that is recommended in the end', async () => {
  const { invoice } = await scene.propose();
  const [replaced] = await scene.news();
  const alternatives = [anEmailAlternative({ description: 'Call the lawyer.' })];
  const request = requestOf(await scene.tenant.propose(invoice, { alternatives }).expect(201));
  const events = await scene.news();
  expect(trailOf(events)).toEqual([
    ['action.superseded', 'system', request],
    ['action.superseded', 'system', request],
    ['recommendation.superseded', 'system', request],
    ['recommendation.created', 'agent', request],
    ['action.proposed', 'agent', request],
  ]);
  expect(events[2]!.data).toMatchObject({
    id: replaced!.data.id,
    closed_at: expect.any(String),
    previous: { closed_at: null },
  });
  expect(events[3]!.data.actions).toMatchObject([{ is_recommended: true, description: 'Call the lawyer.' }]);
  expect(events[4]!.data).toMatchObject({ is_recommended: true, status: 'proposed', previous: {} });
});

it('a recommendation that is withdrawn, because a person is at work on the other one, has events of its creation and its end', async () => {
  const { invoice, email } = await scene.propose();
  await scene.patch(email, { urgency_score: 70 });
  await scene.news();
  const { company } = scene;
  const now = app.clock.now();
  const { customerId, id: invoiceId } = invoice;
  const facts = { balance: '1250.00', currency: 'USD', dueOn: null, customerName: 'Acme' };
  const created = newRecommendation(company, {
    customerId,
    invoiceId,
    ...facts,
    expiresAt: null,
    source: 'dunning_policy',
    dedupeKey: null,
    fingerprint: 'f',
    triggerEvent: 't',
    triggerEventLabel: 'T',
    alternatives: [alternativeOf(anEmailAlternative() as AlternativeInput, null, now)],
  });
  const store = app.nest.get(RecommendationStore);
  await app.nest.get(Transactions).run(async () => {
    const replacements = new Map(
      (await store.openOn(company, customerId, invoiceId)).map((id) => [id, created.recommendation.id]),
    );
    const pending = await store.insert(company, [created], replacements, now, null);
    await store.supersede(company, replacements, pending, null, null);
  });
  const events = await scene.news();
  const system = ['system', null];
  expect(trailOf(events)).toEqual([
    ['recommendation.created', ...system],
    ['action.proposed', ...system],
    ['action.superseded', ...system],
    ['recommendation.superseded', ...system],
  ]);
  expect(events.map(({ data }) => data.is_deleted ?? data.closed_at !== null)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(events[1]!.data.is_recommended).toBe(false);
});

it('a payment has events of the cancelled actions and of the recommendation whose reason is gone', async () => {
  const { invoice } = await scene.propose();
  await scene.news();
  const [row] = await scene.tenant.select(
    `SELECT c.external_id AS customer_external_id, i.invoice_number, i.amount, i.currency, i.issued_on::text, i.due_on::text,
       'paid' AS status, '0' AS balance
     FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.company_id = $1 AND i.id = $2`,
    invoice.id,
  );
  const response = await scene.tenant.client
    .request('put', '/ledger')
    .send({ invoices: [row] })
    .expect(200);
  const events = (await scene.news()).filter(({ type }) => !type.startsWith('ledger.'));
  const system = ['system', requestOf(response)];
  expect(trailOf(events)).toEqual([
    ['action.cancelled', ...system],
    ['action.cancelled', ...system],
    ['recommendation.superseded', ...system],
  ]);
  expect(events[0]!.data).toMatchObject({
    status: 'cancelled',
    invoice: { status: 'paid' },
    previous: { status: 'proposed', version: 1 },
  });
});

it('a transaction that is rolled back leaves no event', async () => {
  const { email } = await scene.propose();
  await scene.news();
  const work = app.nest.get(Transactions).run(async () => {
    const actor = { name: 'desk', requestId: null, contact: null, token: null };
    await app.nest
      .get(ActionStore)
      .update(scene.company, [email], (locked) => locked.apply(email, 'approve', {}, actor));
    throw new Error('undo');
  });
  await expect(work).rejects.toThrow('undo');
  expect(await scene.news()).toEqual([]);
  const [{ count }] = (await scene.tenant.select(
    'SELECT count(*)::int FROM event WHERE company_id = $1',
  )) as [{ count: number }];
  expect(count).toBe(3);
});

describe('long texts', () => {
  const TEXTS = ['reasoning', 'content', 'metadata', 'effective_content'];

  it.each([
    // Stored in fewer bytes than an event may have, and longer as JSON.
    ['escaped', '"'.repeat(40_000), TEXTS],
    ['stored in more bytes than an event may have', 'x'.repeat(99_000), TEXTS],
    ['that fit', 'x'.repeat(20_000), []],
  ])('%s are left out as a whole, or not at all', async (_, content, omitted) => {
    const fields = { content, reasoning: 'Because.', metadata: { a: 1 } };
    const { email } = await scene.propose({ alternatives: [anEmailAlternative(fields)] });
    const isLong = omitted.length > 0;
    const [, proposed] = await scene.news();
    expect(proposed!.data).toMatchObject({
      omitted,
      content: isLong ? null : content,
      effective_content: isLong ? null : content,
      reasoning: isLong ? null : 'Because.',
      metadata: isLong ? {} : { a: 1 },
    });
    await scene.patch(email, { content: 'Short.' });
    const [edited] = await scene.news();
    expect(edited!.data).toMatchObject({
      content: isLong ? null : 'Short.',
      omitted: isLong ? [...TEXTS, 'previous.content'] : [],
      previous: { content: isLong ? null : content },
    });
    const [{ bytes }] = (await scene.tenant.select(
      'SELECT max(octet_length(data::text)) AS bytes FROM event WHERE company_id = $1',
    )) as [{ bytes: number }];
    expect(bytes).toBeLessThanOrEqual(LIMITS.eventData);
  });
});
