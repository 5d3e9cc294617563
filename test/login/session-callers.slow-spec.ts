import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { ActionsService } from '../../src/actions/actions.service.js';
import { ActionDetailResponse } from '../../src/actions/dto/action-detail.response.js';
import { ApproveInput } from '../../src/actions/dto/action-commands.dto.js';
import { type Operation, OperationRunner } from '../../src/operations/operation-runner.js';
import { CallersService } from '../../src/tenancy/callers.service.js';
import { SessionsService } from '../../src/tenancy/sessions/sessions.service.js';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createMigratedDatabase } from '../support/database.js';
import { aPerson, logIn } from '../support/login.js';
import { expectUnavailable } from '../support/outage.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

async function scene() {
  const tenant = await createTenant(app);
  const [ines, ada] = [
    await aPerson(tenant, 'decider', { name: 'Ines Caldeira' }),
    await aPerson(tenant, 'decider', { name: 'Ada Stern' }),
  ];
  const { id } = await tenant.make.anAction(tenant.company);
  return { ...tenant, ines, ada, id, path: `/api/companies/${tenant.company.id}/actions/${id}` };
}

describe('an Idempotency-Key', () => {
  it('belongs to a session: the same one gets the stored response, another person an effect of their own', async () => {
    const { ines, ada, path, client, id } = await scene();
    const [hers, other, again] = [
      await logIn(app, ines.id),
      await logIn(app, ada.id),
      await logIn(app, ines.id),
    ];
    const edit = (browser: typeof hers, content: string) =>
      browser.request('patch', path).set('Idempotency-Key', 'one key').send({ content });
    const first = await edit(hers, 'Please pay.').expect(200);
    expect((await edit(other, 'Please wait.').expect(200)).body.content).toBe('Please wait.');
    const replayed = await edit(hers, 'Please pay.').expect(200);
    expect(replayed.body).toEqual(first.body);
    expect((await client.detail(id).expect(200)).body.content).toBe('Please wait.');
    expect((await edit(hers, 'Please pay now.')).body.code).toBe('idempotency_mismatch');
    // A new session of the same person does not see the responses of the one before.
    const { body } = await edit(again, 'Please pay at last.').expect(200);
    expect(body.approval_log.map(({ actor }: { actor: string }) => actor)).toEqual([
      'Ines Caldeira',
      'Ada Stern',
      'Ines Caldeira',
    ]);
  });
});

describe('a caller with a session that does not come over HTTP', () => {
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

  it('acts as its contact, in its company alone, until the session ends', async () => {
    const { ines, company, id, path, make } = await scene();
    const browser = await logIn(app, ines.id);
    const secret = browser.cookie.slice(browser.cookie.indexOf('=') + 1);
    const caller = (await app.nest.get(SessionsService).authenticate(secret, company.id))!;
    const runner = app.nest.get(OperationRunner);
    const call = {
      caller,
      companyId: company.id,
      input: {},
      requestId: uuidv7(),
      idempotencyKey: 'approval',
    };
    const other = await createTenant(app);
    await expect(runner.run(approvalOf(id), { ...call, companyId: other.company.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const done = await runner.run(approvalOf(id), call);
    expect(await runner.run(approvalOf(id), call)).toEqual(done);
    const { body } = await browser.get(path).expect(200);
    expect(body.approval_log).toMatchObject([
      { command: 'approve', actor: 'Ines Caldeira', approved_by: ines.id, approved_by_proof: 'session' },
    ]);

    const viewer = await aPerson({ make, company }, 'viewer');
    const readOnly = await logIn(app, viewer.id);
    const reader = (await app.nest
      .get(SessionsService)
      .authenticate(readOnly.cookie.slice(readOnly.cookie.indexOf('=') + 1), company.id))!;
    await expect(runner.run(approvalOf(id), { ...call, caller: reader })).rejects.toMatchObject({
      code: 'permission_denied',
    });

    const callers = app.nest.get(CallersService);
    expect(await callers.renew(caller)).toMatchObject({ contact: { id: ines.id } });
    await browser.request('delete', '/api/session').expect(204);
    expect(await callers.renew(caller)).toBeNull();
  });
});

describe('without its database', () => {
  let proxy: DatabaseProxy;
  let away: RunningApp;
  beforeAll(async () => {
    proxy = new DatabaseProxy(await createMigratedDatabase());
    await proxy.open();
    away = await startApp(proxy.url);
  });
  afterAll(async () => {
    await away.nest.close();
    await proxy.close();
  });

  it('the API answers 503 to a session, and not 401, which would log the person out', async () => {
    const tenant = await createTenant(away);
    const browser = await logIn(away, (await aPerson(tenant)).id);
    const read = async () => browser.get('/api/session');
    const list = async () => browser.get(`/api/companies/${tenant.company.id}/actions`);
    await proxy.close();
    for (const operation of [read, list]) {
      await expectUnavailable(operation);
      expect((await operation()).headers['set-cookie']).toBeUndefined();
    }
    await proxy.open();
    for (const until = Date.now() + 10_000; (await read()).status !== 200 && Date.now() < until;);
    await browser.get('/api/session').expect(200);
    // A connection that dies under a request is no end of the session either.
    proxy.dropConnections();
    expect([200, 503]).toContain((await read()).status);
  });
});
