import { describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const app = useApp();

/** Creates a recommendation with three alternatives. */
async function createAlternatives() {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const alternatives = [anEmailAlternative(), aCallAlternative(), aCallAlternative({ action_type: 'task' })];
  const { body } = await tenant.propose(invoice, { alternatives }).expect(201);
  return { ...tenant, invoice, ids: body.actions.map(({ id }: { id: string }) => id) as string[] };
}

const deletedIds = async (tenant: TenantWithAgent) =>
  (await tenant.actions()).filter(({ deleted_at }) => deleted_at).map(({ id }) => id);

const edit = ({ client }: TenantWithAgent, id: string, changes: object) =>
  client.request('patch', `/actions/${id}`).send(changes).expect(200);

const SUPERSEDED = { command: 'supersede', actor: 'system', reason: 'alternative_chosen', approved_by: null };

describe('approving an alternative', () => {
  it('supersedes its siblings: soft-deletes them, with the reason and the request id in the log', async () => {
    const tenant = await createAlternatives();
    const [first, second, third] = tenant.ids;
    await tenant.client.perform('approve', second!).set('X-Request-Id', 'desk-7').expect(200);
    expect(await deletedIds(tenant)).toEqual([first, third]);
    for (const id of [first, third]) {
      const { body } = await tenant.client.detail(id!).expect(200);
      expect(body).toMatchObject({ status: 'proposed', is_deleted: true, version: 2, allowed_actions: [] });
      expect(body.approval_log).toMatchObject([
        { command: 'propose', actor: 'agent' },
        { ...SUPERSEDED, caused_by: 'collections-desk', request_id: 'desk-7' },
      ]);
    }
    expectProblem(await tenant.client.perform('approve', first!), 'action_deleted');
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('supersedes siblings that a person has edited or snoozed too', async () => {
    const tenant = await createAlternatives();
    const [first, second, third] = tenant.ids;
    await edit(tenant, first!, { content: 'Dear Acme' });
    await edit(tenant, second!, { scheduled_for: '2099-01-01T00:00:00Z' });
    await tenant.client.perform('approve', third!).expect(200);
    expect(await deletedIds(tenant)).toEqual([first, second]);
  });

  it.each(['reject', 'cancel'] as const)(
    'does not change a sibling that was declined before by %s',
    async (command) => {
      const tenant = await createAlternatives();
      const [first, second, third] = tenant.ids;
      await tenant.client.perform(command, first!).expect(200);
      const before = (await tenant.client.detail(first!)).body;
      await tenant.client.perform('approve', second!).expect(200);
      expect((await tenant.client.detail(first!)).body).toEqual(before);
      expect(await deletedIds(tenant)).toEqual([third]);
    },
  );

  it('supersedes no action of other recommendations', async () => {
    const tenant = await createAlternatives();
    const other = (await tenant.propose(await tenant.anOpenInvoice({})).expect(201)).body.actions;
    await tenant.client.perform('approve', tenant.ids[0]!).expect(200);
    for (const { id } of other)
      expect((await tenant.client.detail(id)).body).toMatchObject({ is_deleted: false, version: 1 });
  });

  it('makes its siblings impossible to restore', async () => {
    const tenant = await createAlternatives();
    await tenant.client.perform('approve', tenant.ids[0]!).expect(200);
    const { body } = await tenant.client.request('post', `/actions/${tenant.ids[1]}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('has replaced it') });
  });

  it('in bulk supersedes the siblings of each, and approves only the first of two siblings', async () => {
    const tenant = await createAlternatives();
    const other = (await tenant.propose(await tenant.anOpenInvoice({})).expect(201)).body.actions;
    const ids = [tenant.ids[2], tenant.ids[0], other[1].id];
    const { body } = await tenant.client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    expect(
      body.results.map(({ ok, error }: { ok: boolean; error: { code: string } }) => error?.code ?? ok),
    ).toEqual([true, 'action_deleted', true]);
    expect(await deletedIds(tenant)).toEqual([tenant.ids[0], tenant.ids[1], other[0].id]);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

it.each([
  ['reject', 0],
  ['cancel', 0],
  ['send', 2],
  ['complete', 2],
] as const)('R6: %s supersedes %i siblings', async (command, count) => {
  const tenant = await createAlternatives();
  await tenant.client.perform(command, tenant.ids[0]!).expect(200);
  expect(await deletedIds(tenant)).toHaveLength(count);
});

it('supersedes no sibling if the approval is rejected', async () => {
  const tenant = await createAlternatives();
  await tenant.client.perform('reject', tenant.ids[0]!).expect(200);
  await tenant.client.perform('approve', tenant.ids[0]!).expect(400);
  await tenant.client.perform('approve', tenant.ids[1]!).set('If-Match', '"7"').expect(412);
  expect(await deletedIds(tenant)).toEqual([]);
});

it('approves exactly one of several alternatives that are approved simultaneously (40 rounds)', async () => {
  const tenant = await createTenantWithAgent(app);
  for (let round = 0; round < 40; round++) {
    const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
    const order = round % 2 ? ids : ids.toReversed();
    const requests = [...order, ...order, ...order].map((id) =>
      retryOn503(() => tenant.client.perform('approve', id)),
    );
    const outcomes = (await Promise.all(requests)).map(({ body: { code, status } }) => code ?? status);
    expect(outcomes.filter((outcome) => outcome === 'processing')).toHaveLength(1);
    // Three approvals of the other alternative, and two repeated approvals of the same.
    expect(outcomes.filter((outcome) => outcome === 'action_deleted')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'invalid_state')).toHaveLength(2);
  }
  expect(await deletedIds(tenant)).toHaveLength(40);
  expect((await tenant.verify()).broken).toEqual([]);
});
