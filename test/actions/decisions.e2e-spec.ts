import { beforeEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Person, personOf } from '../support/person.js';
import { expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
let tenant: Tenant;
let ade: Person;
let tom: Person;

const setting = (change: object) => tenant.client.request('patch', '/settings').send(change).expect(200);
const anAction = async () => (await tenant.make.anAction(tenant.company)).id;
const edit = (id: string, body: object, { client }: Pick<Tenant, 'client'> = ade) =>
  client.request('patch', `/actions/${id}`).send(body).expect(200);
const lastEntry = async (id: string) => (await tenant.client.detail(id).expect(200)).body.approval_log.at(-1);

beforeEach(async () => {
  tenant = await createTenant(app);
  ade = await personOf(app, tenant, 'decider', 'Ade Bello');
  tom = await personOf(app, tenant, 'admin', 'Tom Lind');
});

describe('the log', () => {
  it('says how the approver is known, and for whom every client acted', async () => {
    const proven = await anAction();
    await edit(proven, { urgency_score: 3 });
    const ofAde = { actor: 'token of Ade Bello', actor_contact_id: ade.id, actor_contact_name: 'Ade Bello' };
    expect(await lastEntry(proven)).toMatchObject({
      ...ofAde,
      command: 'edit',
      approved_by: null,
      approved_by_proof: null,
    });
    await ade.client.perform('approve', proven).expect(200);
    expect(await lastEntry(proven)).toMatchObject({
      ...ofAde,
      approved_by: ade.id,
      approved_by_name: 'Ade Bello',
      approved_by_proof: 'token',
    });

    const claimed = await anAction();
    await tenant.client.perform('reject', claimed, { approved_by: ade.id }).expect(200);
    expect(await lastEntry(claimed)).toMatchObject({
      approved_by: ade.id,
      approved_by_proof: 'claimed',
      actor_contact_id: null,
      actor_contact_name: null,
    });
    await ade.client.perform('complete', proven).expect(200);
    expect(await lastEntry(proven)).toMatchObject({ ...ofAde, command: 'complete', approved_by: null });
  });

  it('names no other approver than the proven contact, and no viewer', async () => {
    const id = await anAction();
    const codesOf = async ({ client }: Pick<Tenant, 'client'>, approved_by: string) =>
      (await client.perform('approve', id, { approved_by }).expect(400)).body.errors.map(
        ({ code }: { code: string }) => code,
      );
    const viewer = await personOf(app, tenant, 'viewer');
    expect(await codesOf(ade, tom.id)).toEqual(['other_contact']);
    expect(await codesOf(tenant, viewer.id)).toEqual(['viewer']);
    await ade.client.perform('approve', id, { approved_by: ade.id }).expect(200);
  });
});

it('approver_required refuses decisions without a proven contact, in bulk one by one', async () => {
  await setting({ approver_required: true });
  const [one, two] = [await anAction(), await anAction()];
  expectProblem(await tenant.client.perform('approve', one, { approved_by: ade.id }), 'approver_required');
  expectProblem(await tenant.client.perform('complete', one), 'approver_required');
  const bulk = { ids: [one, two], approved_by: ade.id };
  const { body } = await tenant.client.request('post', '/actions/bulk/reject').send(bulk).expect(200);
  expect(body.results.map(({ error }: { error: { code: string } }) => error.code)).toEqual([
    'approver_required',
    'approver_required',
  ]);
  await ade.client.perform('approve', one).expect(200);
  await tenant.client.perform('complete', one).expect(200);
  await ade.client.perform('complete', two).expect(200);
  expect(await lastEntry(two)).toMatchObject({ approved_by: ade.id, approved_by_proof: 'token' });
});

it('four_eyes refuses the approval by who edited the message last, in bulk one by one', async () => {
  await setting({ four_eyes: true });
  const [edited, other] = [await anAction(), await anAction()];
  await edit(edited, { content: 'Please pay.' });
  await edit(other, { urgency_score: 9 });
  // What somebody else changes beside the message does not make the message theirs.
  await edit(edited, { urgency_score: 7 }, tom);
  expectProblem(await ade.client.perform('approve', edited), 'four_eyes');
  expectProblem(await tom.client.perform('approve', edited, { final_content: 'Pay!' }), 'four_eyes');
  const bulk = ade.client.request('post', '/actions/bulk/approve').send({ ids: [edited, other] });
  const { body } = await bulk.expect(200);
  expect(body.results).toMatchObject([
    { error: { code: 'four_eyes' } },
    { action: { status: 'processing' } },
  ]);
  await edit(edited, { content: 'Please pay now.' }, tom);
  expectProblem(await tom.client.perform('send', edited), 'four_eyes');
  await ade.client.perform('approve', edited, { final_content: 'Please pay now.' }).expect(200);
});
