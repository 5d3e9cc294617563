import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../src/actions/store/deliveries/delivery.entity.js';
import { ActionsSweep } from '../../src/actions/actions-sweep.js';
import { DeliveryStore } from '../../src/actions/store/deliveries/delivery-store.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { DeliveryScene, expectRefusal, perform } from '../support/deliveries.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { violations } from '../support/invariants.js';
import { createTenant } from '../support/tenant.js';

const MINUTE = 60_000;
const app = useApp();
let scene: DeliveryScene;
beforeAll(async () => {
  scene = await DeliveryScene.of(app, await createTenant(app));
});

describe('an approval', () => {
  it('makes a delivery of the built-in sender for an e-mail, and an external one for a call or a task', async () => {
    const { make, company, client } = scene.tenant;
    const ids = [];
    for (const actionType of ['email', 'call', 'task'] as const)
      ids.push((await make.anAction(company, { actionType })).id);
    const { body } = await client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
    const [email, ...others] = body.results.map(({ action }: { action: object }) => action);
    const waiting = {
      status: 'waiting',
      attempts: 0,
      last_error: null,
      not_before: null,
      lease_until: null,
      lease_holder: null,
      reason_gone: null,
      sent_at: null,
    };
    expect(email.delivery).toEqual({
      way: 'built_in',
      message_id: `<${ids[0]}@daybook.invalid>`,
      ...waiting,
    });
    for (const { delivery } of others)
      expect(delivery).toEqual({ way: 'external', message_id: null, ...waiting });
  });

  it('keeps the sender of the settings at that time, also if e-mails are delivered from outside later', async () => {
    const { make, company, client } = await createTenant(app);
    const set = (settings: object) => client.request('patch', '/settings').send(settings).expect(200);
    const approve = async () => {
      const { id } = await make.anAction(company);
      await client.perform('approve', id).expect(200);
      const [row] = await app.dataSource.query<Record<string, unknown>[]>(
        'SELECT way, sender, message_id FROM delivery WHERE action_id = $1',
        [id],
      );
      return { id, ...row };
    };
    await set({ from_email: 'ar@acme.example', signature: 'Acme' });
    const first = await approve();
    await set({ delivery: 'external', signature: 'Other' });
    expect(await approve()).toMatchObject({ way: 'external', sender: null, message_id: null });
    expect(first).toMatchObject({
      way: 'built_in',
      message_id: `<${first.id}@acme.example>`,
      sender: { from_name: null, from_email: 'ar@acme.example', reply_to: null, signature: 'Acme' },
    });
  });

  it('is the only command after which an action has a delivery', async () => {
    const { make, company, client } = scene.tenant;
    const { id } = await make.anAction(company);
    await client.perform('send', id, {}).expect(200);
    expect(await scene.deliveryOf(id)).toBeNull();
  });
});

describe('a retry', () => {
  it.each([
    ['built_in', 'failed', 200],
    ['built_in', 'unknown', 200],
    ['built_in', 'waiting', 200],
    ['external', 'waiting', 'not_retryable'],
  ] as const)('of the way %s in the status %s: %s', async (way, status, expected) => {
    const id = await scene.approved(way === 'external' ? 'call' : 'email');
    const failed: Partial<Delivery> = { status, notBefore: new Date(), lastError: 'Refused.' };
    await scene.tenant.make.changeDelivery(id, failed);
    const response = await perform(scene.tenant.client, 'retry', id);
    if (expected !== 200) return expectRefusal(response, expected);
    expect(response.status).toBe(200);
    expect(response.body.delivery).toMatchObject({
      status: 'waiting',
      not_before: null,
      last_error: 'Refused.',
    });
    expect(response.body.approval_log.at(-1)).toMatchObject({ command: 'retry', actor: 'collections-desk' });
  });
});

describe('the built-in sender', () => {
  const store = () => app.nest.get(DeliveryStore);
  const company = () => scene.tenant.company.id as CompanyId;
  const start = (id: string) => store().startAttempt(company(), id, 'worker-1', 60);
  const logOf = async (id: string) =>
    (await scene.tenant.client.detail(id)).body.approval_log.map(
      ({ command, reason }: Record<string, string>) => [command, reason],
    );

  it('sends an e-mail: others are refused meanwhile, and the action is then completed by the system', async () => {
    const id = await scene.approved('email');
    expect(await store().lock(company(), id)).toMatchObject({
      status: 'waiting',
      messageId: expect.any(String),
    });
    const attempt = (await start(id))!;
    expect(attempt.number).toBe(1);
    expect(await start(id)).toBeNull();
    expectRefusal(await perform(scene.tenant.client, 'cancel', id), 'delivery_in_progress');
    const sent = { status: 'sent', externalId: 'queue-7', error: null } as const;
    expect(await store().finish(company(), id, randomUUID(), sent)).toBe(false);
    expect(await store().finish(company(), id, attempt.leaseToken, sent)).toBe(true);
    expect(await store().finish(company(), id, attempt.leaseToken, sent)).toBe(false);
    const { body } = await scene.tenant.client.detail(id);
    expect(body).toMatchObject({ status: 'completed', external_id: 'queue-7', delivery: { status: 'sent' } });
    expect(body.delivery.sent_at).toBe(body.executed_at);
    expect(await logOf(id)).toEqual([
      ['approve', null],
      ['deliver', null],
    ]);
    expect(await store().lock(company(), id)).toBeNull();
  });

  it('puts off, tries again and gives up, each in the log, and never after the action was cancelled', async () => {
    const id = await scene.approved('email');
    const notBefore = new Date(Date.now() + MINUTE);
    expect(await store().putOff(company(), id, notBefore)).toBe(true);
    const first = (await start(id))!;
    const greylisted = { status: 'waiting', notBefore, error: 'The server asked to try later.' } as const;
    await store().finish(company(), id, first.leaseToken, greylisted);
    expect(await scene.deliveryOf(id)).toMatchObject({
      status: 'waiting',
      attempts: 1,
      not_before: notBefore.toISOString(),
      last_error: 'The server asked to try later.',
    });
    const second = (await start(id))!;
    expect(await store().finish(company(), id, first.leaseToken, { status: 'failed', error: 'No.' })).toBe(
      false,
    );
    await store().finish(company(), id, second.leaseToken, { status: 'failed', error: 'x'.repeat(600) });
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'failed', last_error: 'x'.repeat(500) });
    await perform(scene.tenant.client, 'cancel', id).expect(200);
    expect(await start(id)).toBeNull();
    expect((await logOf(id)).slice(1)).toEqual([
      ['defer', 'delivery_deferred'],
      ['fail', 'delivery_failed'],
      ['cancel', null],
    ]);
  });

  const LOST = { status: 'unknown', error: 'The worker stopped.' } as const;
  const LOST_ENTRY = ['fail', 'delivery_unknown'];

  it('does not know the outcome of an attempt whose lease has expired; the action stays, whatever the ledger says', async () => {
    const id = await scene.approved('email');
    await start(id);
    expect(await store().expire(company(), id, LOST)).toBe(false);
    await scene.pay(id);
    await scene.expire(id);
    await app.nest.get(ActionsSweep).run();
    expect(await scene.deliveryOf(id)).toMatchObject({ status: 'sending', reason_gone: 'invoice_paid' });
    expect(await store().expire(company(), id, LOST)).toBe(true);
    expect(await scene.deliveryOf(id)).toMatchObject({
      status: 'unknown',
      last_error: 'The worker stopped.',
    });
    expectRefusal(await perform(scene.tenant.client, 'retry', id), 'invalid_state');
    expect((await logOf(id)).slice(1)).toEqual([
      ['fail', 'delivery_unknown'],
      ['cancel', 'invoice_paid'],
    ]);
  });

  it('leaves in the log that the e-mail may have been sent, if the action ends before a lost attempt is found', async () => {
    const cancel = (id: string) => perform(scene.tenant.client, 'cancel', id).expect(200);
    for (const end of [cancel, (id: string) => scene.pay(id)]) {
      const id = await scene.approved('email');
      await start(id);
      await scene.expire(id);
      await end(id);
      const reason = end === cancel ? null : 'invoice_paid';
      expect((await logOf(id)).slice(1)).toEqual([LOST_ENTRY, ['cancel', reason]]);
    }
  });

  it('cancels the action after a failed attempt if its reason went during the attempt', async () => {
    const id = await scene.approved('email');
    const { leaseToken } = (await start(id))!;
    await scene.pay(id);
    await store().finish(company(), id, leaseToken, { status: 'failed', error: 'No such mailbox.' });
    const { body } = await scene.tenant.client.detail(id);
    expect(body).toMatchObject({ status: 'cancelled', delivery: { status: 'cancelled' } });
  });
});

it('lists and counts approved actions by the status of their delivery', async () => {
  const { make, company, client } = await createTenant(app);
  const variants: Record<string, Partial<Delivery>> = {
    waiting: {},
    expired: lease(-MINUTE),
    sending: lease(MINUTE),
    builtIn: { ...lease(-MINUTE), way: 'built_in' },
    failed: { way: 'built_in', status: 'failed' },
    unknown: { way: 'built_in', status: 'unknown' },
  };
  const ids: Record<string, string> = {};
  for (const [name, delivery] of Object.entries(variants)) {
    const { id } = await make.anAction(company, { status: 'processing' });
    await make.changeDelivery(id, { attempts: 0, ...delivery });
    ids[name] = id;
  }
  const overdue = { responseDeadline: new Date(Date.now() - MINUTE) };
  await make.anAction(company, { status: 'completed', ...overdue });
  await make.anAction(company, { status: 'completed', ...overdue, deletedAt: new Date() });
  const listed = async (delivery_status: string): Promise<Set<string>> => {
    const { body } = await client.list({ delivery_status }).expect(200);
    return new Set(body.data.map(({ id }: { id: string }) => id));
  };
  expect(await listed('waiting')).toEqual(new Set([ids.waiting, ids.expired]));
  expect(await listed('sending')).toEqual(new Set([ids.sending, ids.builtIn]));
  expect(await listed('failed')).toEqual(new Set([ids.failed]));
  expect(await listed('failed,unknown')).toEqual(new Set([ids.failed, ids.unknown]));
  expectRefusal(await client.list({ delivery_status: 'sent' }), 'invalid');
  const { body } = await client.get('/actions/counts').expect(200);
  expect(body.deliveries).toEqual({ waiting: 2, sending: 2, failed: 1, unknown: 1 });
  expect(body.response_overdue).toBe(1);
});

const lease = (ms: number): Partial<Delivery> => ({
  status: 'sending',
  leaseHolder: 'w',
  leaseToken: '00000000-0000-4000-8000-000000000001',
  leaseUntil: new Date(Date.now() + ms),
});

it('the invariants hold after all of this, and the log is intact', async () => {
  const companies = [scene.tenant.company.id];
  expect(await violations((sql, values) => app.dataSource.query(sql, values), { companies })).toEqual({});
  await expectIntactLogs(app, companies);
});
