import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { type Desk, openDesk } from '../support/desk.js';
import { expectProblem } from '../support/problem.js';
import { expectTrails } from '../support/trails.js';

const app = useApp();
const PAST = new Date('2026-10-01T00:00:00Z');
const remove = ({ client }: Desk, id: string) => client.request('delete', `/actions/${id}`);
const restore = ({ client }: Desk, id: string) => client.request('post', `/actions/${id}/restore`);

describe('DELETE', () => {
  it('takes a proposed action off the lists with a row in its log; its timestamps stay', async () => {
    const desk = await openDesk(app);
    const { id } = await desk.make.anAction(desk.company, { updatedAt: PAST });
    const { body } = await remove(desk, id).set('X-Request-Id', 'desk-3').expect(200);
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
    expect((await desk.client.list()).body.count).toBe(0);
    expect((await desk.client.list({ include_deleted: true })).body.count).toBe(1);
    expectProblem(await desk.client.perform('approve', id), 'action_deleted');
    expectProblem(await remove(desk, id), 'action_deleted');
    await expectTrails(app, [desk.company.id]);
  });

  it.each(['scheduled', 'processing', 'completed', 'cancelled'] as const)(
    'is refused for a %s action',
    async (status) => {
      const desk = await openDesk(app);
      const { id } = await desk.make.anAction(desk.company, { status });
      const extras = { current_status: status, allowed_from: ['proposed'] };
      expectProblem(await remove(desk, id), 'invalid_state', extras);
    },
  );
});

describe('restore', () => {
  it('brings back what a person has deleted, as it was', async () => {
    const desk = await openDesk(app);
    const { id } = await desk.make.anAction(desk.company, { updatedAt: PAST });
    const { approval_log: _, ...before } = (await desk.client.detail(id)).body;
    await remove(desk, id).expect(200);
    const { approval_log, ...after } = (await restore(desk, id).expect(200)).body;
    expect(after).toEqual({ ...before, version: 3 });
    expect(approval_log.map(({ command }: { command: string }) => command)).toEqual(['delete', 'restore']);
    await desk.client.perform('approve', id).expect(200);
    await expectTrails(app, [desk.company.id]);
  });

  it('is refused for what was not deleted', async () => {
    const desk = await openDesk(app);
    const { id } = await desk.make.anAction(desk.company);
    const extras = { current_status: 'proposed', allowed_from: [] };
    expectProblem(await restore(desk, id), 'invalid_state', extras);
  });

  const refused = async (desk: Desk, id: string, why: RegExp) => {
    const before = (await desk.client.detail(id)).body;
    const extras = { current_status: 'proposed', allowed_from: [] };
    expect(expectProblem(await restore(desk, id), 'invalid_state', extras).detail).toMatch(why);
    expect((await desk.client.detail(id)).body).toEqual(before);
  };

  it.each(['paid', 'void'])('is refused once the invoice is %s', async (status) => {
    const desk = await openDesk(app);
    const { id, invoiceId } = await desk.make.anAction(desk.company);
    await remove(desk, id).expect(200);
    await app.dataSource.query(`UPDATE invoice SET status = $2, balance = 0 WHERE id = $1`, [
      invoiceId,
      status,
    ]);
    await refused(desk, id, new RegExp(status));
  });

  it('is refused once the proposal has expired', async () => {
    const desk = await openDesk(app);
    const { id } = await desk.make.anAction(desk.company);
    await remove(desk, id).expect(200);
    await app.dataSource.query(`UPDATE action SET expires_at = $2 WHERE id = $1`, [id, PAST]);
    await refused(desk, id, /expired/);
  });

  it('is refused where a newer proposal has taken its place, before or after it was deleted', async () => {
    const desk = await openDesk(app);
    const parents = await aRecommendation(desk);
    const early = await desk.make.anAction(desk.company, parents);
    const late = await desk.make.anAction(desk.company, parents);
    await remove(desk, early.id).expect(200);
    const company = desk.company.id as CompanyId;
    await app.nest.get(RecommendationStore).supersede(company, [parents.recommendationId]);
    await refused(desk, early.id, /another proposal/);
    await refused(desk, late.id, /another proposal/);
  });
});

it('what a person has kept beside a newer proposal can be thrown away, and brought back', async () => {
  const desk = await openDesk(app);
  const parents = await aRecommendation(desk);
  const { id } = await desk.make.anAction(desk.company, { ...parents, touched: true });
  await app.nest.get(RecommendationStore).supersede(desk.company.id as CompanyId, [parents.recommendationId]);
  await remove(desk, id).expect(200);
  expect((await restore(desk, id).expect(200)).body.is_deleted).toBe(false);
});

it('an alternative stays deleted once another one was approved, whichever came first', async () => {
  const desk = await openDesk(app);
  const parents = await aRecommendation(desk);
  const chosen = await desk.make.anAction(desk.company, parents);
  const thrown = await desk.make.anAction(desk.company, parents);
  await remove(desk, thrown.id).expect(200);
  await desk.client.perform('approve', chosen.id).expect(200);
  const extras = { current_status: 'proposed', allowed_from: [] };
  expectProblem(await restore(desk, thrown.id), 'invalid_state', extras);
});

async function aRecommendation({ make, company }: Desk) {
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
