import { afterEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
afterEach(() => app.clock.reset());

/** Creates a recommendation with three alternatives; the first one is recommended. */
async function createAlternatives(changes: object = {}) {
  const tenant = await createTenantWithAgent(app);
  const alternatives = [anEmailAlternative(), aCallAlternative(), aCallAlternative({ action_type: 'task' })];
  const invoice = await tenant.anOpenInvoice({});
  const { body } = await tenant.propose(invoice, { alternatives, ...changes }).expect(201);
  const [first, second, third] = body.actions.map(({ id }: { id: string }) => id) as [string, string, string];
  return { ...tenant, first, second, third };
}
type Alternatives = Awaited<ReturnType<typeof createAlternatives>>;

/** The ways to decline an alternative. */
const DECLINE: Record<string, (client: TenantWithAgent['client'], id: string) => PromiseLike<unknown>> = {
  reject: (client, id) => client.perform('reject', id).set('X-Request-Id', 'desk-7').expect(200),
  cancel: (client, id) => client.perform('cancel', id).set('X-Request-Id', 'desk-7').expect(200),
  delete: (client, id) =>
    client.request('delete', `/actions/${id}`).set('X-Request-Id', 'desk-7').expect(200),
};
const DECLINING = Object.keys(DECLINE);

const restore = ({ client }: Alternatives, id: string) =>
  client.request('post', `/actions/${id}/restore`).expect(200);

/** The ids of the actions in the tab of recommended actions. */
const needsAction = async ({ client }: Alternatives) =>
  (await client.list({ category: 'needs_action' }).expect(200)).body.data.map(({ id }: { id: string }) => id);

/** The log of an action without its proposal: the command, the actor, who caused it, and the reason. */
const logOf = async ({ client }: Alternatives, id: string) => {
  const [proposal, ...entries] = (await client.detail(id).expect(200)).body.approval_log;
  expect(proposal.command).toBe('propose');
  return entries.map(({ command, actor, caused_by, reason }: Record<string, unknown>) => [
    command,
    actor,
    caused_by,
    reason,
  ]);
};
const DESK = 'collections-desk';
const PROMOTED = ['promote', 'system', DESK, 'alternative_declined'];
const DEMOTED = ['demote', 'system', DESK, 'alternative_restored'];

describe('R6: the recommended alternative is declined', () => {
  it.each(DECLINING)('%s recommends the next alternative, which then needs action', async (name) => {
    const tenant = await createAlternatives();
    expect(await needsAction(tenant)).toEqual([tenant.first]);
    await DECLINE[name]!(tenant.client, tenant.first);
    expect(await needsAction(tenant)).toEqual([tenant.second]);
    const { body } = await tenant.client.detail(tenant.second);
    expect(body).toMatchObject({ status: 'proposed', is_recommended: true, version: 2 });
    const promotion = body.approval_log.at(-1);
    expect(promotion).toMatchObject({ request_id: 'desk-7', created_at: body.updated_at });
    expect(await logOf(tenant, tenant.second)).toEqual([PROMOTED]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each(DECLINING)('%s of each alternative in turn leaves nothing', async (name) => {
    const tenant = await createAlternatives();
    const { first, second, third } = tenant;
    for (const [declined, next] of [
      [first, [second]],
      [second, [third]],
      [third, []],
    ] as const) {
      await DECLINE[name]!(tenant.client, declined);
      expect(await needsAction(tenant)).toEqual(next);
    }
  });

  it('skips an alternative that was declined before', async () => {
    const tenant = await createAlternatives();
    await DECLINE.reject!(tenant.client, tenant.second);
    await DECLINE.reject!(tenant.client, tenant.first);
    expect(await needsAction(tenant)).toEqual([tenant.third]);
  });

  it('a bulk rejection of all but one recommends that one', async () => {
    const tenant = await createAlternatives();
    const ids = [tenant.first, tenant.second];
    await tenant.client.request('post', '/actions/bulk/reject').send({ ids }).expect(200);
    expect(await needsAction(tenant)).toEqual([tenant.third]);
    expect(await logOf(tenant, tenant.second)).toEqual([PROMOTED, ['reject', DESK, null, null]]);
  });

  it('recommends no alternative that has expired', async () => {
    const expires_at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const tenant = await createAlternatives({ expires_at });
    await app.dataSource.query(`UPDATE action SET expires_at = now() WHERE id = $1`, [tenant.second]);
    await DECLINE.reject!(tenant.client, tenant.first);
    expect(await logOf(tenant, tenant.second)).toEqual([]);
    expect(await logOf(tenant, tenant.third)).toEqual([PROMOTED]);
  });
});

describe('R6: another alternative is declined', () => {
  it.each(DECLINING)('%s changes nothing else', async (name) => {
    const tenant = await createAlternatives();
    await DECLINE[name]!(tenant.client, tenant.second);
    expect(await needsAction(tenant)).toEqual([tenant.first]);
    expect([await logOf(tenant, tenant.first), await logOf(tenant, tenant.third)]).toEqual([[], []]);
  });
});

describe('R6: a deleted alternative is restored', () => {
  it('the recommended one takes its place back, with a demotion in the log', async () => {
    const tenant = await createAlternatives();
    await DECLINE.delete!(tenant.client, tenant.first);
    expect((await restore(tenant, tenant.first)).body.is_recommended).toBe(true);
    expect(await needsAction(tenant)).toEqual([tenant.first]);
    expect((await tenant.client.detail(tenant.second)).body).toMatchObject({
      is_recommended: false,
      version: 3,
    });
    expect(await logOf(tenant, tenant.second)).toEqual([PROMOTED, DEMOTED]);
  });

  it('another one stays an alternative while one is recommended', async () => {
    const tenant = await createAlternatives();
    await DECLINE.delete!(tenant.client, tenant.second);
    expect((await restore(tenant, tenant.second)).body.is_recommended).toBe(false);
    expect(await needsAction(tenant)).toEqual([tenant.first]);
  });

  it('another one is recommended if all the others were declined meanwhile', async () => {
    const tenant = await createAlternatives();
    await DECLINE.delete!(tenant.client, tenant.third);
    await DECLINE.reject!(tenant.client, tenant.first);
    await DECLINE.reject!(tenant.client, tenant.second);
    expect(await needsAction(tenant)).toEqual([]);
    expect((await restore(tenant, tenant.third)).body.is_recommended).toBe(true);
    expect(await needsAction(tenant)).toEqual([tenant.third]);
    expect((await logOf(tenant, tenant.third)).at(-1)).toEqual(PROMOTED);
  });
});

describe('R6: an alternative is chosen', () => {
  it.each(['approve', 'send', 'complete'] as const)('%s supersedes the others', async (command) => {
    const tenant = await createAlternatives();
    await tenant.client.perform(command, tenant.second).expect(200);
    expect(await needsAction(tenant)).toEqual([]);
    for (const id of [tenant.first, tenant.third]) {
      expect((await tenant.client.detail(id)).body.is_deleted).toBe(true);
      expect(await logOf(tenant, id)).toEqual([['supersede', 'system', DESK, 'alternative_chosen']]);
    }
  });

  it('rejecting it afterwards recommends none of the others', async () => {
    const tenant = await createAlternatives();
    await tenant.client.perform('approve', tenant.first).expect(200);
    await DECLINE.reject!(tenant.client, tenant.first);
    expect(await needsAction(tenant)).toEqual([]);
  });
});
