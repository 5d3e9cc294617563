import { beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyService } from '../../src/recommendations/policy/policy.service.js';
import { PolicyRunsWorker } from '../../src/recommendations/runs/policy-runs-worker.js';
import { LIMITS } from '../../src/limits.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { useApp } from '../support/app.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
const AS_OF = '2021-06-30';

let tenant: TenantWithAgent;
beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  await tenant.anOpenInvoice({ dueOn: '2021-06-22' });
});

const run = (body: object = { as_of: AS_OF }) =>
  tenant.agent.request('post', '/recommendations/run').set('Prefer', 'wait=5, Respond-Async').send(body);
const get = async (id: string) => (await tenant.client.get(`/policy-runs/${id}`).expect(200)).body;
const work = () => app.nest.get(PolicyRunsWorker).run();
const ended = () =>
  tenant.select<{ data: object }>(`SELECT data FROM event WHERE company_id = $1 AND type = 'policy.ran'`);

describe('a run of the policy as a job', () => {
  it('is queued, then done by a worker, and counts like a run that is answered at once', async () => {
    const { body, headers } = await run().expect(202);
    expect(headers.location).toBe(`/api/companies/${tenant.company.id}/policy-runs/${body.id}`);
    expect(body).toMatchObject({ status: 'queued', as_of: AS_OF, progress: { done: 0, total: 1 } });
    expect(await get(body.id)).toEqual(body);
    expect(await tenant.actions()).toEqual([]);
    await work();
    const counts = { created: 1, kept: 0, superseded: 0 };
    const after = { status: 'completed', counts, progress: { done: 1, total: 1 }, error: null };
    expect(await get(body.id)).toMatchObject(after);
    expect(await ended()).toEqual([{ data: { ...counts, as_of: AS_OF, previous: {} } }]);
    await work();
    expect(await ended()).toHaveLength(1);
    expect((await tenant.verify()).broken).toEqual([]);

    const at = await tenant.agent.request('post', '/recommendations/run').send({ as_of: AS_OF });
    expect(at.body).toEqual({ created: 0, kept: 1, superseded: 0 });
    const { body: list } = await tenant.client.get('/policy-runs').expect(200);
    expect(list).toMatchObject({ count: 2, data: [{ counts: at.body }, { id: body.id }] });
  });

  it('is returned for a repeated request, with or without the preference; another run gets 409', async () => {
    const { body } = await run().expect(202);
    expect((await run().expect(202)).body.id).toBe(body.id);
    const plain = tenant.agent.request('post', '/recommendations/run').send({ as_of: AS_OF });
    expect((await plain.expect(202)).body.id).toBe(body.id);
    const other = await run({ as_of: AS_OF, dry_run: true }).expect(409);
    expect(other.body).toMatchObject({ code: 'policy_run_in_progress', run_id: body.id });
  });

  it('is the stored response for its Idempotency-Key', async () => {
    const { body } = await run().set('Idempotency-Key', 'night').expect(202);
    await work();
    expect((await run().set('Idempotency-Key', 'night').expect(202)).body).toEqual(body);
  });

  it('changes nothing if it is a dry run', async () => {
    const { body } = await run({ as_of: AS_OF, dry_run: true }).expect(202);
    await work();
    const counts = { created: 1, kept: 0, superseded: 0 };
    expect(await get(body.id)).toMatchObject({ status: 'completed', dry_run: true, counts });
    expect([await tenant.actions(), await ended()]).toEqual([[], []]);
  });

  it('fails after many failures in a row, with the reason; then another can run', async () => {
    const { body } = await run().expect(202);
    const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
    const { tries } = LIMITS.policyRun;
    for (let failure = 1; failure <= tries; failure++) {
      expect((await get(body.id)).status).toBe('queued');
      await app.nest.get(PolicyService).noteFailure(company, body.id, new Error('secret'));
    }
    const failed = await get(body.id);
    expect(failed).toMatchObject({ status: 'failed', error: expect.not.stringContaining('secret') });
    await work();
    expect(await get(body.id)).toEqual(failed);
    expect((await run().expect(202)).body.id).not.toBe(body.id);
  });

  it('is finished first by a run of the command line', async () => {
    const { body } = await run().expect(202);
    expect(await tenant.runPolicy('2021-07-20')).toEqual({ created: 1, kept: 0, superseded: 1 });
    expect(await get(body.id)).toMatchObject({ status: 'completed', counts: { created: 1 } });
  });
});
