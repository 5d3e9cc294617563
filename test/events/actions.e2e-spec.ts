import { expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { OverdueSweep } from '../../src/actions/overdue-sweep.js';
import { DeliveryStore } from '../../src/actions/store/deliveries/delivery-store.js';
import { useApp } from '../support/app.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { DESK, requestOf, trailOf, typesOf, useEventScene } from '../support/event-scene.js';

const DAY = 86_400_000;
const app = useApp();
const scene = useEventScene(app);

it('the events of an e-mail have what each step changed', async () => {
  const { email, call } = await scene.propose();
  await scene.news();
  const step = async (response: Response | null, types: string) => {
    const events = await scene.news();
    expect(typesOf(events)).toBe(types);
    for (const { data, actionId } of events) {
      expect(data.id).toBe(actionId);
      expect(data.omitted).toEqual([]);
    }
    const direct = events.filter(({ actor }) => actor === DESK);
    const own = (response?.body ?? {}) as Record<string, unknown>;
    for (const { requestId, data } of direct) {
      expect(requestId).toBe(requestOf(response!));
      const { omitted: _o, previous: _p, ...shown } = data;
      expect(own).toMatchObject(shown);
    }
    return events.map(({ data }) => data.previous);
  };
  const response = await scene.patch(email, { urgency_score: 70, subject: 'Reminder' });
  expect(await step(response, 'action.edited')).toEqual([
    { urgency_score: 62, subject: null, version: 1, updated_at: expect.any(String) },
  ]);
  const scheduled_for = new Date(Date.now() + DAY).toISOString();
  const [edited, scheduled] = await step(
    await scene.patch(email, { scheduled_for }),
    'action.edited action.scheduled',
  );
  expect(edited).toMatchObject({ status: 'proposed', version: 2 });
  expect(scheduled).toEqual(edited);
  app.clock.advance(2 * DAY);
  await scene.tenant.sweep();
  expect(await step(null, 'action.awakened')).toEqual([
    { status: 'scheduled', version: 3, updated_at: expect.any(String) },
  ]);
  const deleted = await scene.tenant.client.request('delete', `/actions/${email}`).expect(200);
  expect(await step(deleted, 'action.deleted action.promoted')).toMatchObject([
    { is_deleted: false, deleted_at: null },
    { is_recommended: false },
  ]);
  expect(await step(await scene.command('restore', email), 'action.restored action.demoted')).toMatchObject([
    { is_deleted: true, deleted_at: deleted.body.deleted_at },
    { is_recommended: true },
  ]);
  const approved = await scene.command('approve', email, { final_content: 'Please pay.' });
  expect(await step(approved, 'action.approved action.superseded')).toMatchObject([
    { status: 'proposed', delivery: null },
    { is_deleted: false },
  ]);
  const deliveries = app.nest.get(DeliveryStore);
  const attempt = await deliveries.startAttempt(scene.company, email, 'worker', 60);
  expect(await scene.news()).toEqual([]);
  await deliveries.finish(scene.company, email, attempt!.leaseToken, {
    status: 'sent',
    externalId: 'x',
    error: null,
  });
  const previous = {
    status: 'processing',
    executed_at: null,
    external_id: null,
    delivery: { status: 'sending' },
  };
  expect(await step(null, 'action.sent delivery.sent')).toMatchObject([previous, previous]);
  expect((await scene.tenant.client.detail(call).expect(200)).body.is_deleted).toBe(true);
});

it('failed attempts have events, one more for a refused recipient, and one for a retry that a client asks for', async () => {
  const { email } = await scene.propose();
  await scene.command('approve', email);
  await scene.news();
  const deliveries = app.nest.get(DeliveryStore);
  const attempt = async (result: Parameters<DeliveryStore['finish']>[3]) => {
    const { leaseToken } = (await deliveries.startAttempt(scene.company, email, 'worker', 60))!;
    await deliveries.finish(scene.company, email, leaseToken, result);
    const events = await scene.news();
    expect(events.map(({ actor, data }) => [actor, data.previous.delivery])).toEqual(
      events.map(() => ['system', { status: 'sending' }]),
    );
    return typesOf(events);
  };
  const later = new Date(Date.now() - 1_000);
  expect(await attempt({ status: 'waiting', notBefore: later, error: 'Busy.' })).toBe('delivery.deferred');
  expect(await attempt({ status: 'unknown', error: 'Lost.' })).toBe('delivery.unknown');
  await scene.command('retry', email);
  const [retried] = await scene.news();
  expect([retried!.type, retried!.actor, retried!.data.previous]).toEqual([
    'delivery.retried',
    DESK,
    { delivery: { status: 'unknown' } },
  ]);
  expect(await attempt({ status: 'failed', error: 'No such user.', isBounced: true })).toBe(
    'delivery.bounced delivery.failed',
  );
});

it('an external worker claims, releases and completes; a repeated command has an event without changes', async () => {
  const { call } = await scene.propose();
  await scene.command('approve', call);
  await scene.news();
  await scene.command('claim', call);
  await scene.command('release', call, { reason: 'no_time' });
  await scene.command('claim', call);
  await scene.command('complete', call);
  await scene.command('complete', call);
  const events = await scene.news();
  expect(events.map(({ type, data }) => [type, data.previous.delivery, data.delivery.status])).toEqual([
    ['delivery.claimed', { status: 'waiting' }, 'sending'],
    ['delivery.released', { status: 'sending' }, 'waiting'],
    ['delivery.claimed', { status: 'waiting' }, 'sending'],
    ['action.completed', { status: 'sending' }, 'sent'],
    ['delivery.sent', { status: 'sending' }, 'sent'],
    ['action.completed', undefined, 'sent'],
  ]);
  expect(events.at(-1)!.data.previous).toEqual({});
});

it('a rejection promotes the other alternative, in the name of the system and in the same request', async () => {
  const { email, call } = await scene.propose();
  await scene.news();
  const request = requestOf(await scene.command('reject', email, { reason: 'wrong' }));
  const events = await scene.news();
  expect(trailOf(events)).toEqual([
    ['action.rejected', DESK, request],
    ['action.promoted', 'system', request],
  ]);
  expect(events.map(({ actionId, data }) => [actionId, data.status, data.is_recommended])).toEqual([
    [email, 'cancelled', true],
    [call, 'proposed', true],
  ]);
});

it('an overdue response has one event, however many sweeps run', async () => {
  const { call } = await scene.propose();
  await scene.command('complete', call, {
    response_deadline: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await scene.news();
  const sweep = app.nest.get(OverdueSweep);
  await sweep.run();
  expect(await scene.news()).toEqual([]);
  await scene.tenant.select(
    `UPDATE action SET response_deadline = now() - interval '1 second' WHERE company_id = $1 AND id = $2`,
    call,
  );
  const lock = ['SELECT FROM action WHERE id = $1 FOR UPDATE', call] as [string, string];
  const run = () => sweep.run();
  await raceBehindLock(app.dataSource, lock, [run, run]);
  app.clock.advance(-DAY);
  await sweep.run();
  app.clock.reset();
  await sweep.run();
  const events = await scene.news();
  expect(trailOf(events)).toEqual([['response.overdue', 'system', null]]);
  expect(events[0]!.data).toMatchObject({
    id: call,
    response_overdue: true,
    previous: { response_overdue: false },
  });
  expect(events[0]!.data.previous).toEqual({ response_overdue: false });
});
