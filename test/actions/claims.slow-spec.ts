import { beforeAll, describe, expect, it } from '@jest/globals';
import { ActionsSweep } from '../../src/actions/actions-sweep.js';
import { useApp } from '../support/app.js';
import { DeliveryScene, expectRefusal, perform } from '../support/deliveries.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { violations } from '../support/invariants.js';
import { expectProblem } from '../support/problem.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();
let scene: DeliveryScene;
beforeAll(async () => {
  scene = await DeliveryScene.of(app, await createTenant(app));
});

describe('a claim', () => {
  it('gives one client exactly what to deliver, with a lease, and is in the log', async () => {
    const { make, company, client } = scene.tenant;
    const { id } = await make.anAction(company, { actionType: 'call', subject: 'Draft' });
    const approval = { final_content: 'Say hello.', final_subject: 'Call' };
    await client.perform('approve', id, approval).expect(200);
    const before = Date.now();
    const { body } = await perform(scene.worker, 'claim', id, { lease_seconds: 60 }).expect(200);
    const { action, lease, message } = body;
    expect(message).toEqual({ to: [], cc: [], subject: 'Call', content: 'Say hello.' });
    expect(lease.holder).toBe('crm-connector');
    expect(Math.abs(Date.parse(lease.until) - before - 60_000)).toBeLessThan(20_000);
    expect(action).toMatchObject({ status: 'processing', version: 2, allowed_actions: [] });
    expect(action.delivery).toMatchObject({ status: 'sending', attempts: 1, lease_until: lease.until });
    expect(action.approval_log.at(-1)).toMatchObject({
      command: 'claim',
      actor: 'crm-connector',
      from_status: 'processing',
      to_status: 'processing',
    });
  });

  it('of an e-mail has the recipients, the subject and the text that were approved', async () => {
    const tenant = await createTenant(app);
    const { worker } = await DeliveryScene.of(app, tenant);
    await tenant.client.request('patch', '/settings').send({ delivery: 'external' }).expect(200);
    const toRecipients = [{ name: 'Ngozi', address: 'ngozi@acme.example' }];
    const ccRecipients = [{ name: null, address: 'office@acme.example' }];
    const email = { subject: 'Draft', content: 'Draft.', toRecipients, ccRecipients };
    const { id } = await tenant.make.anAction(tenant.company, email);
    const final = { final_subject: 'Final', final_content: 'Final.' };
    await tenant.client.perform('approve', id, final).expect(200);
    const { message } = (await perform(worker, 'claim', id).expect(200)).body;
    expect(message).toEqual({ to: toRecipients, cc: ccRecipients, subject: 'Final', content: 'Final.' });
  });

  it.each([
    ['undecided', null, 'invalid_state'],
    ['sent', ['post', '/send'], 'invalid_state'],
    ['deleted', ['delete', ''], 'action_deleted'],
  ] as const)('is refused for an action that is %s', async (_, change, code) => {
    const { make, company, client } = scene.tenant;
    const { id } = await make.anAction(company);
    if (change) await client.request(change[0], `/actions/${id}${change[1]}`).expect(200);
    expectRefusal(await perform(scene.worker, 'claim', id), code);
  });

  it('is refused for an e-mail of the built-in sender, and for a lease that is out of range', async () => {
    const { id } = await scene.tenant.make.anAction(scene.tenant.company);
    await perform(scene.tenant.client, 'approve', id).expect(200);
    expectProblem(await perform(scene.worker, 'claim', id), 'not_claimable');
    const call = await scene.approved();
    for (const lease_seconds of [29, 3_601, 60.5, '60'])
      expectRefusal(await perform(scene.worker, 'claim', call, { lease_seconds }), 'invalid');
  });

  it('of 8 simultaneous claims, one succeeds', async () => {
    const id = await scene.approved();
    const workers = Array.from({ length: 8 }, (_, n) => (n % 2 ? scene.worker : scene.rival));
    const claims = workers.map((worker) => retryOn503(() => perform(worker, 'claim', id)));
    const statuses = (await Promise.all(claims)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending', attempts: 1 });
  });

  it('returns the same response again to the same Idempotency-Key', async () => {
    const id = await scene.approved();
    const claim = () => perform(scene.worker, 'claim', id).set('Idempotency-Key', 'claim-1').expect(200);
    const first = await claim();
    expect((await claim()).body).toEqual(first.body);
  });

  it('succeeds on a lease that has expired, which counts as waiting at once', async () => {
    const id = await scene.claimed();
    await scene.expire(id);
    expect(await scene.deliveryOf(id)).toMatchObject({
      status: 'waiting',
      lease_until: null,
      lease_holder: null,
    });
    await perform(scene.rival, 'claim', id).expect(200);
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending', attempts: 2 });
    expectRefusal(await perform(scene.worker, 'complete', id), 'delivery_in_progress');
    expectRefusal(await perform(scene.worker, 'release', id, { reason: 'Late.' }), 'delivery_in_progress');
  });
});

describe('while a worker has an action', () => {
  it.each(['cancel', 'reject', 'complete', 'claim', 'retry'] as const)(
    'nobody else can %s it',
    async (name) => {
      const id = await scene.claimed();
      const response = await perform(scene.tenant.client, name, id);
      const { lease_until } = await scene.deliveryOf(id);
      expectProblem(response, 'delivery_in_progress', { lease_until });
      const seconds = Number(response.headers['retry-after']);
      expect(seconds).toBeGreaterThan(200);
      expect(seconds).toBeLessThanOrEqual(301);
      expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending' });
    },
  );

  it('a token that holds the lease and can decide cannot cancel the action either', async () => {
    const id = await scene.claimed(scene.tenant.client);
    expectRefusal(await perform(scene.tenant.client, 'cancel', id), 'delivery_in_progress');
    await perform(scene.tenant.client, 'complete', id).expect(200);
  });

  it('the ledger does not cancel the action, and tells the worker with its answer', async () => {
    const id = await scene.claimed();
    const { body } = await scene.pay(id);
    expect(body.cancelled_actions.invoice_paid).toBe(0);
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending', reason_gone: 'invoice_paid' });
    const { body: completed } = await perform(scene.worker, 'complete', id).expect(200);
    expect(completed).toMatchObject({
      status: 'completed',
      delivery: { status: 'sent', reason_gone: 'invoice_paid' },
    });
  });

  it('the action is cancelled once the worker gives it back', async () => {
    const id = await scene.claimed();
    await scene.pay(id);
    const { body } = await perform(scene.worker, 'release', id, { reason: 'No answer.' }).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', delivery: { status: 'cancelled' } });
    const [release, cancel] = body.approval_log.slice(-2);
    expect(release).toMatchObject({ command: 'release', reason: 'No answer.', actor: 'crm-connector' });
    expect(cancel).toMatchObject({
      command: 'cancel',
      reason: 'invoice_paid',
      actor: 'system',
      caused_by: 'crm-connector',
    });
  });

  it('the action is cancelled once the lease has expired, by the next claim or by the sweep', async () => {
    const ids = [await scene.claimed(), await scene.claimed()] as const;
    for (const id of ids) {
      await scene.pay(id);
      await app.nest.get(ActionsSweep).run();
      expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending' });
      await scene.expire(id);
    }
    const refused = await perform(scene.rival, 'claim', ids[0]).set('Idempotency-Key', `late-${ids[0]}`);
    expectProblem(refused, 'invalid_state', { current_status: 'cancelled', allowed_from: ['processing'] });
    await app.nest.get(ActionsSweep).run();
    for (const id of ids) {
      const { body } = await scene.tenant.client.detail(id);
      expect(body).toMatchObject({ status: 'cancelled', delivery: { status: 'cancelled' } });
      expect(body.approval_log.at(-1)).toMatchObject({ command: 'cancel', reason: 'invoice_paid' });
    }
  });
});

it('of a claim and a cancellation, or a payment, that wait for the same action, one prevails', async () => {
  for (const rival of ['cancel', 'pay'] as const) {
    const id = await scene.approved();
    const end = () => (rival === 'cancel' ? perform(scene.tenant.client, 'cancel', id) : scene.pay(id));
    await raceBehindLock(
      app.dataSource,
      ['SELECT FROM action WHERE id = $1 FOR UPDATE', id],
      [async () => perform(scene.worker, 'claim', id), async () => end()],
    );
    const { body } = await scene.tenant.client.detail(id);
    const outcome = [body.status, body.delivery.status, body.delivery.reason_gone];
    const claimed = ['processing', 'sending', rival === 'pay' ? 'invoice_paid' : null];
    expect([claimed, ['cancelled', 'cancelled', null]]).toContainEqual(outcome);
  }
});

describe('a worker', () => {
  it('reports what it delivered, also twice, and after its lease has expired', async () => {
    const id = await scene.claimed();
    await scene.expire(id);
    const report = { channel_id: 'c-1', external_id: 'crm-7', response_deadline: '2026-12-04T17:00:00Z' };
    const { body } = await perform(scene.worker, 'complete', id, report).expect(200);
    expect(body).toMatchObject({
      status: 'completed',
      ...report,
      response_deadline: '2026-12-04T17:00:00.000Z',
      delivery: { status: 'sent', sent_at: body.executed_at },
    });
    const again = await perform(scene.worker, 'complete', id).expect(200);
    expect(again.body).toMatchObject({ version: body.version, external_id: 'crm-7' });
  });

  it('gives an action back with a reason, which another worker then claims', async () => {
    const id = await scene.claimed();
    expectRefusal(await perform(scene.worker, 'release', id), 'invalid');
    expectRefusal(await perform(scene.rival, 'release', id, { reason: 'Mine.' }), 'delivery_in_progress');
    await perform(scene.worker, 'release', id, { reason: 'The line was busy.' }).expect(200);
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'waiting', attempts: 1, lease_until: null });
    expectRefusal(await perform(scene.worker, 'release', id, { reason: 'Twice.' }), 'lease_not_held');
    await perform(scene.rival, 'claim', id).expect(200);
  });

  it('cannot decide: not about an action that it has, and not about any other', async () => {
    const [undecided, claimed] = [
      await scene.tenant.make.anAction(scene.tenant.company),
      await scene.claimed(),
    ];
    for (const name of ['approve', 'cancel', 'reject', 'retry'] as const) {
      expectRefusal(await perform(scene.worker, name, undecided.id), 'permission_denied');
      expectRefusal(await perform(scene.worker, name, claimed), 'permission_denied');
    }
    expectRefusal(await perform(scene.worker, 'complete', undecided.id), 'permission_denied');
    expectRefusal(await perform(scene.worker, 'complete', await scene.approved()), 'lease_not_held');
    expectRefusal(
      await scene.worker.request('post', '/actions/bulk/complete').send({ ids: [claimed] }),
      'permission_denied',
    );
  });
});

it('cancel, reject and complete of a person cancel a delivery that nobody has', async () => {
  for (const name of ['cancel', 'reject', 'complete'] as const) {
    const id = await scene.approved();
    const { body } = await perform(scene.tenant.client, name, id).expect(200);
    expect(body.delivery).toMatchObject({ status: 'cancelled', sent_at: null });
    expectRefusal(await perform(scene.worker, 'claim', id), 'invalid_state');
  }
});

it('the invariants hold after all of this, and the log is intact', async () => {
  const companies = [scene.tenant.company.id];
  expect(await violations((sql, values) => app.dataSource.query(sql, values), { companies })).toEqual({});
  await expectIntactLogs(app, companies);
});
