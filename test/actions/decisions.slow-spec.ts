import { beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { ActionsService } from '../../src/actions/actions.service.js';
import { ApproveInput } from '../../src/actions/dto/action-commands.dto.js';
import { type Operation, OperationRunner } from '../../src/operations/operation-runner.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { useApp } from '../support/app.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { type Person, personOf } from '../support/person.js';
import { expectProblem } from '../support/problem.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
let tenant: TenantWithAgent;
let ade: Person;
let tom: Person;

const setting = (change: object) => tenant.client.request('patch', '/settings').send(change).expect(200);
const anAction = async () => (await tenant.make.anAction(tenant.company)).id;
const edit = ({ client }: Person, id: string, content: string) =>
  retryOn503(() => client.request('patch', `/actions/${id}`).send({ content }));
/** Proposes an action for a client; returns its id. */
async function proposed({ client }: Pick<Person, 'client'>): Promise<string> {
  const invoice = await tenant.anOpenInvoice({});
  const body = { ...aRecommendation(), ...subjectOf(invoice) };
  const response = await client.request('post', '/recommendations').send(body).expect(201);
  return response.body.actions[0].id as string;
}

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  ade = await personOf(app, tenant, 'decider', 'Ade Bello');
  tom = await personOf(app, tenant, 'admin', 'Tom Lind');
});

describe('four_eyes', () => {
  beforeEach(() => setting({ four_eyes: true }));

  it('refuses the approval by the contact who proposed, with any of its tokens', async () => {
    const id = await proposed(tom);
    expectProblem(await tom.client.perform('approve', id), 'four_eyes');
    const other = await app.nest.get(TokensService).create({
      name: 'another token of Tom',
      companyIds: [tenant.company.id],
      scopes: ['read', 'decide'],
      expiresAt: null,
      contact: { company: tenant.company.id as never, id: tom.id },
    });
    expectProblem(await tenant.client.as(other.token).perform('approve', id), 'four_eyes');
    expectProblem(await tenant.client.perform('approve', id, { approved_by: tom.id }), 'four_eyes');
    await ade.client.perform('approve', id).expect(200);
    const { body } = await tenant.client.detail(id).expect(200);
    expect(body.approval_log).toMatchObject([
      { command: 'propose', actor_contact_id: tom.id, actor_contact_name: 'Tom Lind' },
      { command: 'approve', approved_by: ade.id, approved_by_proof: 'token' },
    ]);
    await expectIntactLogs(app, [tenant.company.id]);
  });

  it('compares the names of tokens without a contact, so that a renewed token is the same client', async () => {
    const id = await proposed({ client: tenant.client });
    const renewed = await tenant.make.aToken([tenant.company], { name: 'collections-desk' });
    expectProblem(await tenant.client.as(renewed).perform('complete', id), 'four_eyes');
    const other = await tenant.make.aToken([tenant.company], { name: 'night desk' });
    await tenant.client.as(other).perform('complete', id).expect(200);
  });

  it('does not take the client that starts a policy run for the proposer', async () => {
    await tenant.importLedger(
      'invoice_number,customer,due_date,amount,currency\nI-1,C-1,2026-05-10,100.00,USD\n',
    );
    await tom.client.request('post', '/recommendations/run').send({}).expect(200);
    const [action] = await tenant.actions();
    const { body } = await tom.client.perform('approve', action!.id).expect(200);
    expect(body.approval_log[0]).toMatchObject({ command: 'propose', actor_contact_id: tom.id });
  });

  it('does not stop a person who has put the action off, nor one who rejects what he edited', async () => {
    const [later, rejected] = [await anAction(), await anAction()];
    const scheduled_for = new Date(Date.now() + 3_600_000).toISOString();
    await ade.client.request('patch', `/actions/${later}`).send({ scheduled_for }).expect(200);
    await ade.client.perform('approve', later).expect(200);
    await edit(ade, rejected, 'Pay.');
    await ade.client.perform('reject', rejected).expect(200);
  });

  it('holds when edits and approvals race: nobody approves his own text', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, anAction));
    await Promise.all(
      ids.flatMap((id, n) =>
        [ade, tom].flatMap((person) => [
          edit(person, id, `Text ${n} of ${person.name}`),
          retryOn503(() => person.client.perform('approve', id)),
        ]),
      ),
    );
    const own = await tenant.select(`
      SELECT approval.action_id FROM approval_log approval JOIN LATERAL (
        SELECT actor_contact_id FROM approval_log e
        WHERE e.action_id = approval.action_id AND e.command = 'edit' AND e.seq < approval.seq ORDER BY seq DESC LIMIT 1
      ) edit ON edit.actor_contact_id = approval.approved_by
      WHERE approval.company_id = $1 AND approval.command = 'approve'`);
    expect(own).toEqual([]);
    await expectIntactLogs(app, [tenant.company.id]);
  });
});

describe('a caller that does not come over HTTP', () => {
  const approval = (id: string): Operation<ApproveInput, object> => ({
    name: 'approve :action_id',
    ids: { action_id: id },
    scope: 'decide',
    input: ApproveInput,
    perform: (company, input, actor) =>
      app.nest.get(ActionsService).perform(company, id, 'approve', input, actor),
  });
  const run = async (id: string, token: string, input: object = {}) => {
    const caller = (await app.nest.get(TokensService).authenticate(token, tenant.company.id))!;
    const call = { caller, companyId: tenant.company.id, input, requestId: uuidv7() };
    return app.nest.get(OperationRunner).run(approval(id), call);
  };

  it('meets the same rules', async () => {
    await setting({ four_eyes: true, approver_required: true });
    const id = await anAction();
    await edit(ade, id, 'Pay.');
    await expect(run(id, tenant.token, { approved_by: tom.id })).rejects.toMatchObject({
      code: 'approver_required',
    });
    await expect(run(id, ade.token)).rejects.toMatchObject({ code: 'four_eyes' });
    await expect(run(id, tom.token, { approved_by: ade.id })).rejects.toMatchObject({ code: 'invalid' });
    await run(id, tom.token);
    const { body } = await tenant.client.detail(id).expect(200);
    expect(body.approval_log.at(-1)).toMatchObject({ approved_by: tom.id, approved_by_proof: 'token' });
  });
});
