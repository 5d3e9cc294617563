import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { ActionsService } from '../../src/actions/actions.service.js';
import { ActionDetailResponse } from '../../src/actions/dto/action-detail.response.js';
import { ApproveInput } from '../../src/actions/dto/action-commands.dto.js';
import { type Call, type Operation, OperationRunner } from '../../src/operations/operation-runner.js';
import { DomainError } from '../../src/problems/domain-error.js';
import { problemDocument } from '../../src/problems/problem.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

/** The approval of an action, as a caller that does not come over HTTP performs it. */
const approvalOf = (id: string): Operation<ApproveInput, ActionDetailResponse> => ({
  name: 'approve :action_id',
  ids: { action_id: id },
  scope: 'decide',
  input: ApproveInput,
  async perform(company, input, actor) {
    const action = await app.nest.get(ActionsService).perform(company, id, 'approve', input, actor);
    return ActionDetailResponse.from(action, new Date());
  },
});

/** An action of a company, and an approval of it in the name of a token, by the runner and over HTTP. */
async function createApprovable(scopes: ('read' | 'decide')[] = ['read', 'decide']) {
  const tenant = await createTenant(app);
  const { id } = await tenant.make.anAction(tenant.company);
  const token = await tenant.make.aToken([tenant.company], { name: 'tool', scopes });
  const caller = (await app.nest.get(TokensService).authenticate(token, tenant.company.id))!;
  const requestId = uuidv7();
  const run = (call: Partial<Call> = {}) =>
    app.nest
      .get(OperationRunner)
      .run(approvalOf(id), { caller, companyId: tenant.company.id, input: {}, requestId, ...call });
  const overHttp = (companyId: string, body: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/companies/${companyId}/actions/${id}/approve`, {
      method: 'POST',
      headers: {
        Authorization: `Token ${token}`,
        'Content-Type': 'application/json',
        'X-Request-Id': requestId,
        ...headers,
      },
      body: JSON.stringify(body),
    }).then((response) => response.json() as Promise<object>);
  return { ...tenant, id, run, caller, overHttp, requestId };
}

/** The problem document of a refusal. */
async function refusal(run: Promise<unknown>, requestId: string): Promise<object> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DomainError);
  return { ...problemDocument(error as DomainError, requestId) };
}

describe('a caller that does not come over HTTP', () => {
  it('performs a command, which the approval log shows in its name', async () => {
    const { run, client, id, requestId } = await createApprovable();
    expect(await run({ input: { comment: 'Checked.' } })).toMatchObject({ id, status: 'processing' });
    const { body } = await client.detail(id).expect(200);
    expect(body.approval_log).toMatchObject([
      { command: 'approve', actor: 'tool', comment: 'Checked.', request_id: requestId },
    ]);
  });

  it('is refused an unknown company as over HTTP, and another company alike', async () => {
    const { run, overHttp, requestId } = await createApprovable();
    const other = await createTenant(app);
    for (const companyId of [uuidv7(), other.company.id, 'no-uuid']) {
      const problem = await refusal(run({ companyId }), requestId);
      expect(problem).toMatchObject({ code: 'not_found' });
      expect(problem).toEqual(await overHttp(companyId));
    }
  });

  it('is refused without the scope, as over HTTP', async () => {
    const { run, overHttp, company, requestId } = await createApprovable(['read']);
    const problem = await refusal(run(), requestId);
    expect(problem).toMatchObject({ code: 'permission_denied' });
    expect(problem).toEqual(await overHttp(company.id));
  });

  it('is refused an invalid input as over HTTP, every bad field named', async () => {
    const { run, overHttp, company, requestId, client, id } = await createApprovable();
    const input = { final_contents: 'Hello', approved_by: 'nobody', comment: 'a\0b' };
    const problem = await refusal(run({ input }), requestId);
    expect(problem).toMatchObject({ code: 'invalid', errors: expect.any(Array) });
    expect((problem as { errors: { field: string }[] }).errors.map(({ field }) => field).toSorted()).toEqual([
      'approved_by',
      'comment',
      'final_contents',
    ]);
    expect(problem).toEqual(await overHttp(company.id, input));
    expect((await client.detail(id)).body.status).toBe('proposed');
  });

  it.each([[[]], ['text'], [7], [null]])('is refused an input that is no object: %j', async (input) => {
    const { run, requestId } = await createApprovable();
    expect(await refusal(run({ input }), requestId)).toMatchObject({ code: 'invalid' });
  });

  it('is refused what the action’s state does not allow, as over HTTP', async () => {
    const { run, overHttp, company, requestId } = await createApprovable();
    await run();
    const problem = await refusal(run(), requestId);
    expect(problem).toMatchObject({ code: 'invalid_state', current_status: 'processing' });
    expect(problem).toEqual(await overHttp(company.id));
  });
});

describe('a call with an idempotency key', () => {
  it('has one effect: a repeated call gets the stored result', async () => {
    const { run, client, id } = await createApprovable();
    const first = await run({ idempotencyKey: 'k1', input: { comment: 'Once.' } });
    expect(await run({ idempotencyKey: 'k1', input: { comment: 'Once.' } })).toEqual(first);
    expect((await client.detail(id)).body.approval_log).toHaveLength(1);
  });

  it('has one effect, however the id of the action is spelt', async () => {
    const { run, client, id, caller, company, requestId } = await createApprovable();
    const first = await run({ idempotencyKey: 'k1' });
    const call = { caller, companyId: company.id.toUpperCase(), input: {}, requestId, idempotencyKey: 'k1' };
    const again = await app.nest.get(OperationRunner).run(approvalOf(id.toUpperCase()), call);
    expect(again).toEqual(first);
    expect((await client.detail(id)).body.approval_log).toHaveLength(1);
  });

  it('gets the stored refusal again, though the action would be allowed by then', async () => {
    const { run, requestId, company, id } = await createApprovable();
    await app.dataSource.query("UPDATE action SET status = 'cancelled' WHERE id = $1", [id]);
    const refused = await refusal(run({ idempotencyKey: 'k1' }), requestId);
    expect(refused).toMatchObject({ code: 'invalid_state', current_status: 'cancelled' });
    await app.dataSource.query("UPDATE action SET status = 'proposed' WHERE company_id = $1", [company.id]);
    expect(await refusal(run({ idempotencyKey: 'k1' }), requestId)).toEqual(refused);
  });

  it('is refused where the key was used with a different input', async () => {
    const { run, requestId } = await createApprovable();
    await run({ idempotencyKey: 'k1' });
    const different = run({ idempotencyKey: 'k1', input: { comment: 'Other.' } });
    expect(await refusal(different, requestId)).toMatchObject({ code: 'idempotency_mismatch' });
  });

  it.each(['', 'ä', 'a\nb', 'x'.repeat(256)])('is refused a malformed key, as over HTTP: %j', async (key) => {
    const { run, requestId } = await createApprovable();
    expect(await refusal(run({ idempotencyKey: key }), requestId)).toMatchObject({
      code: 'invalid',
      errors: [{ in: 'header', field: 'Idempotency-Key', code: 'format' }],
    });
  });

  it('of twenty calls at once lets one have its effect', async () => {
    const { run, client, id } = await createApprovable();
    const calls = Array.from({ length: 20 }, () => run({ idempotencyKey: 'k1' }));
    const outcomes = await Promise.allSettled(calls);
    const codes = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as DomainError).code,
    );
    expect(codes).toContain('ok');
    expect(codes.filter((code) => code !== 'ok' && code !== 'idempotency_in_flight')).toEqual([]);
    expect((await client.detail(id)).body.approval_log).toHaveLength(1);
  });
});

describe('a serialized operation', () => {
  it('waits in the company’s queue without a connection, and other companies do not wait', async () => {
    const [busy, idle] = [await createApprovable(), await createApprovable()];
    const running = new Set<string>();
    let most = 0;
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow = (name: string): Operation<ApproveInput, null> => ({
      ...approvalOf(busy.id),
      name,
      isSerialized: true,
      async perform() {
        running.add(name);
        most = Math.max(most, running.size);
        await finished;
        running.delete(name);
        return null;
      },
    });
    const caller = (await app.nest.get(TokensService).authenticate(busy.token, busy.company.id))!;
    const runner = app.nest.get(OperationRunner);
    const calls = Array.from({ length: 8 }, (_, index) =>
      runner.run(slow(`slow ${index}`), {
        caller,
        companyId: busy.company.id,
        input: {},
        requestId: uuidv7(),
        idempotencyKey: `k${index}`,
      }),
    );
    while (running.size < 2) await sleep(5);
    await idle.run();
    expect(running.size).toBe(2);
    finish();
    await Promise.all(calls);
    expect(most).toBe(2);
  });
});

describe('the operator, at the command line and in background work', () => {
  it('is admitted to every company that exists, in any spelling of its id', async () => {
    const { company } = await createTenant(app);
    const admission = app.nest.get(OperatorAdmission);
    expect(await admission.admit(company.id)).toBe(company.id);
    expect(await admission.admit(company.id.toUpperCase())).toBe(company.id);
  });

  it.each([uuidv7(), 'no-uuid', ''])('is not admitted to a company that does not exist: %j', async (id) => {
    await expect(app.nest.get(OperatorAdmission).admit(id)).rejects.toMatchObject({
      code: 'not_found',
      message: `There is no company ${id}.`,
    });
  });
});
