import { describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const app = useApp();

/** A recommendation of three alternatives. */
async function aChoice() {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const alternatives = [anEmailAlternative(), aCallAlternative(), aCallAlternative({ action_type: 'task' })];
  const { body } = await tenant.propose(invoice, { alternatives }).expect(201);
  return { ...tenant, invoice, ids: body.actions.map(({ id }: { id: string }) => id) as string[] };
}

const deleted = async (tenant: TenantWithAgent) =>
  (await tenant.actions()).filter(({ deleted_at }) => deleted_at).map(({ id }) => id);

const edit = ({ client }: TenantWithAgent, id: string, changes: object) =>
  client.request('patch', `/actions/${id}`).send(changes).expect(200);

const RETIRED = { command: 'supersede', actor: 'system', reason: 'alternative_chosen', approved_by: null };

describe('approving one alternative', () => {
  it('retires its siblings: soft-deleted, and the log says why and by which request', async () => {
    const tenant = await aChoice();
    const [first, second, third] = tenant.ids;
    await tenant.client.perform('approve', second!).set('X-Request-Id', 'desk-7').expect(200);
    expect(await deleted(tenant)).toEqual([first, third]);
    for (const id of [first, third]) {
      const { body } = await tenant.client.detail(id!).expect(200);
      expect(body).toMatchObject({ status: 'proposed', is_deleted: true, version: 2, allowed_actions: [] });
      expect(body.approval_log).toMatchObject([{ ...RETIRED, request_id: 'desk-7' }]);
    }
    expectProblem(await tenant.client.perform('approve', first!), 'action_deleted');
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('retires those too that a person has rewritten or put off', async () => {
    const tenant = await aChoice();
    const [first, second, third] = tenant.ids;
    await edit(tenant, first!, { content: 'Dear Acme' });
    await edit(tenant, second!, { scheduled_for: '2099-01-01T00:00:00Z' });
    await tenant.client.perform('approve', third!).expect(200);
    expect(await deleted(tenant)).toEqual([first, second]);
  });

  it.each(['send', 'reject', 'cancel', 'complete'] as const)(
    'leaves a sibling alone that was decided on before, by %s',
    async (command) => {
      const tenant = await aChoice();
      const [first, second, third] = tenant.ids;
      await tenant.client.perform(command, first!).expect(200);
      const before = (await tenant.client.detail(first!)).body;
      await tenant.client.perform('approve', second!).expect(200);
      expect((await tenant.client.detail(first!)).body).toEqual(before);
      expect(await deleted(tenant)).toEqual([third]);
    },
  );

  it('leaves other recommendations alone, on the same invoice and elsewhere', async () => {
    const tenant = await aChoice();
    const [first, second] = tenant.ids;
    await edit(tenant, first!, { content: 'Dear Acme' });
    await edit(tenant, second!, { content: 'Speak to them' });
    const newer = (await tenant.propose(tenant.invoice).expect(201)).body.actions;
    const other = (await tenant.propose(await tenant.anOpenInvoice({})).expect(201)).body.actions;
    await tenant.client.perform('approve', first!).expect(200);
    expect((await tenant.client.detail(second!)).body.is_deleted).toBe(true);
    for (const { id } of [...newer, ...other])
      expect((await tenant.client.detail(id)).body).toMatchObject({ is_deleted: false, version: 1 });
  });

  it('cannot be taken back by restoring a sibling', async () => {
    const tenant = await aChoice();
    await tenant.client.perform('approve', tenant.ids[0]!).expect(200);
    const { body } = await tenant.client.request('post', `/actions/${tenant.ids[1]}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('has replaced it') });
  });

  it('in bulk retires the siblings of each, and of two siblings takes the first', async () => {
    const tenant = await aChoice();
    const other = (await tenant.propose(await tenant.anOpenInvoice({})).expect(201)).body.actions;
    const ids = [tenant.ids[2], tenant.ids[0], other[1].id];
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    expect(
      body.results.map(({ ok, error }: { ok: boolean; error: { code: string } }) => error?.code ?? ok),
    ).toEqual([true, 'action_deleted', true]);
    expect(await deleted(tenant)).toEqual([tenant.ids[0], tenant.ids[1], other[0].id]);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

describe.each(['reject', 'cancel', 'send', 'complete'] as const)('%s', (command) => {
  it('retires no sibling', async () => {
    const tenant = await aChoice();
    await tenant.client.perform(command, tenant.ids[0]!).expect(200);
    expect(await deleted(tenant)).toEqual([]);
  });
});

it('a refused approval retires no sibling', async () => {
  const tenant = await aChoice();
  await tenant.client.perform('complete', tenant.ids[0]!).expect(200);
  await tenant.client.perform('approve', tenant.ids[0]!).expect(400);
  await tenant.client.perform('approve', tenant.ids[1]!).set('If-Match', '"7"').expect(412);
  expect(await deleted(tenant)).toEqual([]);
});

it('in 40 rounds of simultaneous approvals of all alternatives, exactly one is chosen, and nobody waits in vain', async () => {
  const tenant = await createTenantWithAgent(app);
  for (let round = 0; round < 40; round++) {
    const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
    const order = round % 2 ? ids : ids.toReversed();
    const racers = [...order, ...order, ...order].map((id) =>
      retryOn503(() => tenant.client.perform('approve', id)),
    );
    const answers = (await Promise.all(racers)).map(({ body: { code, status } }) => code ?? status);
    expect(answers.filter((answer) => answer === 'processing')).toHaveLength(1);
    // Those of the other alternative, and those of the same that came later.
    expect(answers.filter((answer) => answer === 'action_deleted')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'invalid_state')).toHaveLength(2);
  }
  expect(await deleted(tenant)).toHaveLength(40);
  expect((await tenant.verify()).broken).toEqual([]);
});
