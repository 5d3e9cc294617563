import { describe, expect, it } from '@jest/globals';
import { type Agency, openAgency } from '../support/agency.js';
import { persist } from '../support/persist.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCall, anAlternative } from '../support/recommendation.js';

const app = useApp();

/** A recommendation of three alternatives. */
async function aChoice() {
  const desk = await openAgency(app);
  const invoice = await desk.owed({});
  const alternatives = [anAlternative(), aCall(), aCall({ action_type: 'task' })];
  const { body } = await desk.propose(invoice, { alternatives }).expect(201);
  return { ...desk, invoice, ids: body.actions.map(({ id }: { id: string }) => id) as string[] };
}

const deleted = async (desk: Agency) =>
  (await desk.actions()).filter(({ deleted_at }) => deleted_at).map(({ id }) => id);

const edit = ({ client }: Agency, id: string, changes: object) =>
  client.request('patch', `/actions/${id}`).send(changes).expect(200);

const RETIRED = { command: 'supersede', actor: 'system', reason: 'alternative_chosen', approved_by: null };

describe('approving one alternative', () => {
  it('retires its siblings: soft-deleted, and the log says why and by which request', async () => {
    const desk = await aChoice();
    const [first, second, third] = desk.ids;
    await desk.client.perform('approve', second!).set('X-Request-Id', 'desk-7').expect(200);
    expect(await deleted(desk)).toEqual([first, third]);
    for (const id of [first, third]) {
      const { body } = await desk.client.detail(id!).expect(200);
      expect(body).toMatchObject({ status: 'proposed', is_deleted: true, version: 2, allowed_actions: [] });
      expect(body.approval_log).toMatchObject([{ ...RETIRED, request_id: 'desk-7' }]);
    }
    expectProblem(await desk.client.perform('approve', first!), 'action_deleted');
    expect((await desk.verify()).broken).toEqual([]);
  });

  it('retires those too that a person has rewritten or put off', async () => {
    const desk = await aChoice();
    const [first, second, third] = desk.ids;
    await edit(desk, first!, { content: 'Dear Acme' });
    await edit(desk, second!, { scheduled_for: '2099-01-01T00:00:00Z' });
    await desk.client.perform('approve', third!).expect(200);
    expect(await deleted(desk)).toEqual([first, second]);
  });

  it.each(['send', 'reject', 'cancel', 'complete'] as const)(
    'leaves a sibling alone that was decided on before, by %s',
    async (command) => {
      const desk = await aChoice();
      const [first, second, third] = desk.ids;
      await desk.client.perform(command, first!).expect(200);
      const before = (await desk.client.detail(first!)).body;
      await desk.client.perform('approve', second!).expect(200);
      expect((await desk.client.detail(first!)).body).toEqual(before);
      expect(await deleted(desk)).toEqual([third]);
    },
  );

  it('leaves other recommendations alone, on the same invoice and elsewhere', async () => {
    const desk = await aChoice();
    const [first, second] = desk.ids;
    await edit(desk, first!, { content: 'Dear Acme' });
    await edit(desk, second!, { content: 'Speak to them' });
    const newer = (await desk.propose(desk.invoice).expect(201)).body.actions;
    const other = (await desk.propose(await desk.owed({})).expect(201)).body.actions;
    await desk.client.perform('approve', first!).expect(200);
    expect((await desk.client.detail(second!)).body.is_deleted).toBe(true);
    for (const { id } of [...newer, ...other])
      expect((await desk.client.detail(id)).body).toMatchObject({ is_deleted: false, version: 1 });
  });

  it('cannot be taken back by restoring a sibling', async () => {
    const desk = await aChoice();
    await desk.client.perform('approve', desk.ids[0]!).expect(200);
    const { body } = await desk.client.request('post', `/actions/${desk.ids[1]}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('has replaced it') });
  });

  it('in bulk retires the siblings of each, and of two siblings takes the first', async () => {
    const desk = await aChoice();
    const other = (await desk.propose(await desk.owed({})).expect(201)).body.actions;
    const ids = [desk.ids[2], desk.ids[0], other[1].id];
    const { body } = await desk.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    expect(
      body.results.map(({ ok, error }: { ok: boolean; error: { code: string } }) => error?.code ?? ok),
    ).toEqual([true, 'action_deleted', true]);
    expect(await deleted(desk)).toEqual([desk.ids[0], desk.ids[1], other[0].id]);
    expect((await desk.verify()).broken).toEqual([]);
  });
});

describe.each(['reject', 'cancel', 'send', 'complete'] as const)('%s', (command) => {
  it('retires no sibling', async () => {
    const desk = await aChoice();
    await desk.client.perform(command, desk.ids[0]!).expect(200);
    expect(await deleted(desk)).toEqual([]);
  });
});

it('a refused approval retires no sibling', async () => {
  const desk = await aChoice();
  await desk.client.perform('complete', desk.ids[0]!).expect(200);
  await desk.client.perform('approve', desk.ids[0]!).expect(400);
  await desk.client.perform('approve', desk.ids[1]!).set('If-Match', '"7"').expect(412);
  expect(await deleted(desk)).toEqual([]);
});

it('in 40 rounds of simultaneous approvals of all alternatives, exactly one is chosen, and nobody waits in vain', async () => {
  const desk = await openAgency(app);
  for (let round = 0; round < 40; round++) {
    const { body } = await desk.propose(await desk.owed({})).expect(201);
    const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
    const order = round % 2 ? ids : ids.toReversed();
    const racers = [...order, ...order, ...order].map((id) =>
      persist(() => desk.client.perform('approve', id)),
    );
    const answers = (await Promise.all(racers)).map(({ body: { code, status } }) => code ?? status);
    expect(answers.filter((answer) => answer === 'processing')).toHaveLength(1);
    // Those of the other alternative, and those of the same that came later.
    expect(answers.filter((answer) => answer === 'action_deleted')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'invalid_state')).toHaveLength(2);
  }
  expect(await deleted(desk)).toHaveLength(40);
  expect((await desk.verify()).broken).toEqual([]);
});
