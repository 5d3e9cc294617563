import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';
import { expectIntactLogs } from '../support/intact-logs.js';

const app = useApp();
const PAST = new Date('2026-10-01T00:00:00Z');
const remove = ({ client }: Tenant, id: string) => client.request('delete', `/actions/${id}`);
const restore = ({ client }: Tenant, id: string) => client.request('post', `/actions/${id}/restore`);

describe('DELETE of an action', () => {
  it('removes a proposed action from the lists and logs it; its timestamps stay', async () => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company, { updatedAt: PAST });
    const { body } = await remove(tenant, id).set('X-Request-Id', 'desk-3').expect(200);
    expect(body).toMatchObject({
      id,
      status: 'proposed',
      is_deleted: true,
      version: 2,
      updated_at: PAST.toISOString(),
      allowed_actions: [],
      approval_log: [
        {
          command: 'delete',
          from_status: 'proposed',
          to_status: 'proposed',
          actor: 'collections-desk',
          request_id: 'desk-3',
          created_at: body.deleted_at,
        },
      ],
    });
    expect((await tenant.client.list()).body.count).toBe(0);
    expect((await tenant.client.list({ include_deleted: true })).body.count).toBe(1);
    expectProblem(await tenant.client.perform('approve', id), 'action_deleted');
    expectProblem(await remove(tenant, id), 'action_deleted');
    await expectIntactLogs(app, [tenant.company.id]);
  });

  it.each(['scheduled', 'processing', 'completed', 'cancelled'] as const)(
    'is rejected if the action is %s',
    async (status) => {
      const tenant = await createTenant(app);
      const { id } = await tenant.make.anAction(tenant.company, { status });
      const extras = { current_status: status, allowed_from: ['proposed'] };
      expectProblem(await remove(tenant, id), 'invalid_state', extras);
    },
  );
});

describe('restoring an action', () => {
  it('brings a deleted action back unchanged', async () => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company, { updatedAt: PAST });
    const { approval_log: _, ...before } = (await tenant.client.detail(id)).body;
    await remove(tenant, id).expect(200);
    const { approval_log, ...after } = (await restore(tenant, id).expect(200)).body;
    expect(after).toEqual({ ...before, version: 3 });
    expect(approval_log.map(({ command }: { command: string }) => command)).toEqual(['delete', 'restore']);
    await tenant.client.perform('approve', id).expect(200);
    await expectIntactLogs(app, [tenant.company.id]);
  });

  it('is rejected if the action is not deleted', async () => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company);
    const extras = { current_status: 'proposed', allowed_from: [] };
    expectProblem(await restore(tenant, id), 'invalid_state', extras);
  });

  const expectRefusal = async (tenant: Tenant, id: string, detail: RegExp) => {
    const before = (await tenant.client.detail(id)).body;
    const extras = { current_status: 'proposed', allowed_from: [] };
    expect(expectProblem(await restore(tenant, id), 'invalid_state', extras).detail).toMatch(detail);
    expect((await tenant.client.detail(id)).body).toEqual(before);
  };

  it.each(['paid', 'void'])('is rejected if the invoice is %s', async (status) => {
    const tenant = await createTenant(app);
    const { id, invoiceId } = await tenant.make.anAction(tenant.company);
    await remove(tenant, id).expect(200);
    await app.dataSource.query(`UPDATE invoice SET status = $2, balance = 0 WHERE id = $1`, [
      invoiceId,
      status,
    ]);
    await expectRefusal(tenant, id, new RegExp(status));
  });

  it('is rejected if the action has expired', async () => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company);
    await remove(tenant, id).expect(200);
    await app.dataSource.query(`UPDATE action SET expires_at = $2 WHERE id = $1`, [id, PAST]);
    await expectRefusal(tenant, id, /expired/);
  });

  it('is rejected if the action was superseded, before or after it was deleted', async () => {
    const tenant = await createTenant(app);
    const parents = await aRecommendation(tenant);
    const early = await tenant.make.anAction(tenant.company, parents);
    const late = await tenant.make.anAction(tenant.company, { ...parents, isRecommended: false });
    await remove(tenant, early.id).expect(200);
    const company = tenant.company.id as CompanyId;
    await app.nest
      .get(RecommendationStore)
      .supersede(company, new Map([[parents.recommendationId, null]]), new Map(), null, null);
    await expectRefusal(tenant, early.id, /has replaced it/);
    await expectRefusal(tenant, late.id, /has replaced it/);
  });
});

it('a deleted alternative cannot be restored after another alternative is approved', async () => {
  const tenant = await createTenant(app);
  const parents = await aRecommendation(tenant);
  const chosen = await tenant.make.anAction(tenant.company, parents);
  const deleted = await tenant.make.anAction(tenant.company, { ...parents, isRecommended: false });
  await remove(tenant, deleted.id).expect(200);
  await tenant.client.perform('approve', chosen.id).expect(200);
  const extras = { current_status: 'proposed', allowed_from: [] };
  expectProblem(await restore(tenant, deleted.id), 'invalid_state', extras);
});

async function aRecommendation({ make, company }: Tenant) {
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const parents = { invoiceId, customerId };
  const recommendation = {
    id: uuidv7(),
    companyId: company.id,
    source: 'test',
    fingerprint: 'f',
    ...parents,
  };
  await app.dataSource.manager.insert(Recommendation, recommendation);
  return { ...parents, recommendationId: recommendation.id };
}
