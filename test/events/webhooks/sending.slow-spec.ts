import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type RunningApp, startApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { answer, Receiver } from './receiver.js';
import { until, WebhookScene } from './scene.js';

const DAY_MS = 86_400_000;
const receiver = new Receiver();
let app: RunningApp;
let scene: WebhookScene;

beforeAll(async () => {
  await receiver.start();
  app = await startApp(await createMigratedDatabase(), { WEBHOOK_ALLOW_PRIVATE: true }, ['api', 'worker']);
});
beforeEach(async () => {
  scene = await WebhookScene.of(app);
  receiver.received.length = 0;
  receiver.behaviours.clear();
});
afterEach(() => app.clock.reset());
afterAll(async () => {
  await app.nest.close();
  await receiver.stop();
});

const endpointAt = (path: string) => scene.endpoint(`${receiver.url}${path}`);
const versionsAt = (path: string) => receiver.at(path).map(({ event }) => event.data.version);
const skipWaiting = () =>
  app.dataSource.query(`
    WITH deliveries AS (UPDATE webhook_delivery SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL)
    UPDATE webhook_endpoint SET due_at = now(), resting_until = NULL`);

describe('events', () => {
  it('are posted with their exact JSON, signed, and before and after a rotation verified with the secrets', async () => {
    const { id, secret } = await endpointAt('/a');
    await scene.append(1);
    await until(() => receiver.at('/a').length === 1);
    const rotated = (await scene.call('post', `/${id}/rotate-secret`).expect(200)).body.secret as string;
    await scene.append(1);
    await until(() => receiver.at('/a').length === 2);
    const [first, second] = receiver.at('/a');
    expect(new Webhook(secret).verify(first!.body, first!.headers)).toEqual(first!.event);
    expect(() => new Webhook(rotated).verify(first!.body, first!.headers)).toThrow(
      'No matching signature found',
    );
    for (const one of [secret, rotated])
      expect(new Webhook(one).verify(second!.body, second!.headers)).toEqual(second!.event);
    expect(first!.headers).toMatchObject({
      'webhook-id': first!.event.id,
      'content-type': 'application/json',
    });
    expect(first!.event).toMatchObject({
      type: 'action.approved',
      data: { text: 'Bücher 📚', previous: {} },
    });
    await app.dataSource.query('UPDATE webhook_endpoint SET previous_secret_until = now()');
    await scene.append(1);
    await until(() => receiver.at('/a').length === 3);
    expect(receiver.at('/a')[2]!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  });

  it('of an action come in order, those of the other types not at all, and each once', async () => {
    await endpointAt('/order');
    const open = new Set<unknown>();
    let [overlaps, most] = [0, 0];
    receiver.behaviours.set('/order', async ({ event }, response) => {
      if (open.has(event.data.id)) overlaps += 1;
      open.add(event.data.id);
      most = Math.max(most, open.size);
      await sleep(20);
      open.delete(event.data.id);
      response.end();
    });
    await scene.endpoint(`${receiver.url}/holds`, ['hold.set']);
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
    for (let version = 0; version < 10; version += 1)
      await Promise.all(ids.map((id) => scene.append(1, id, version)));
    await until(() => receiver.at('/order').length >= 200);
    for (const id of ids) {
      const mine = receiver.at('/order').filter(({ event }) => event.data.id === id);
      expect(mine.map(({ event }) => event.data.version)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(overlaps).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    expect(receiver.at('/holds')).toEqual([]);
  });

  it('are sent again one by one or since a time, with the same id', async () => {
    const { id } = await endpointAt('/again');
    await scene.append(3);
    await until(() => receiver.at('/again').length === 3);
    await sleep(300);
    const [, middle] = receiver.at('/again');
    await scene.call('post', `/${id}/deliveries/${middle!.event.id}/resend`).expect(200);
    await until(() => receiver.at('/again').length === 4);
    expect(receiver.at('/again')[3]!.headers['webhook-id']).toBe(middle!.event.id);
    const since = new Date(Date.now() - 60_000).toISOString();
    await scene.call('post', `/${id}/resend`).send({ since }).expect(200);
    await until(() => receiver.at('/again').length === 7);
    expect(versionsAt('/again').slice(4)).toEqual([0, 1, 2]);
    const later = new Date(Date.now() + 60_000).toISOString();
    await scene.call('post', `/${id}/resend`).send({ since: later }).expect(200);
    await scene.append(1, undefined, 9);
    await until(() => versionsAt('/again')[7] === 9);
    expect((await scene.deliveries(id)).map(({ status }: { status: string }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'delivered'),
    );
  });

  it('that test an endpoint go to it alone', async () => {
    const { id, secret } = await endpointAt('/test');
    await endpointAt('/other');
    await scene.call('post', `/${id}/test`).expect(200);
    await until(() => receiver.at('/test').length === 1);
    const [{ body, headers }] = receiver.at('/test') as [(typeof receiver.received)[0]];
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'webhook.test', data: { id } });
    expect(receiver.at('/other')).toEqual([]);
  });
});

describe('a receiver', () => {
  it.each([
    ['answers 500', answer(500), 500, 'http_status'],
    ['redirects', answer(302, { location: '/elsewhere' }), 302, 'http_status'],
    [
      'resets the connection',
      (_: unknown, response: any) => response.socket.destroy(),
      null,
      'connection_failed',
    ],
    [
      'speaks no HTTP',
      (_: unknown, response: any) => response.socket.end('hello\r\n\r\n'),
      null,
      'invalid_response',
    ],
    [
      'switches protocols',
      (_: unknown, response: any) =>
        response.socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
        ),
      null,
      'connection_failed',
    ],
    ['hangs', () => {}, null, 'timeout'],
  ] as const)('that %s fails, and gets the event again', async (_, behaviour, statusCode, error) => {
    const { id } = await endpointAt('/bad');
    receiver.behaviours.set('/bad', behaviour);
    await scene.append(1);
    await until(async () => (await scene.deliveries(id))[0]?.attempts.length === 1, 30_000);
    const [delivery] = await scene.deliveries(id);
    expect(delivery).toMatchObject({
      status: 'waiting',
      tries: 1,
      attempts: [{ status_code: statusCode, error, duration_ms: expect.any(Number) }],
    });
    expect((await scene.show(id)).failing_since).not.toBeNull();
    receiver.behaviours.clear();
    await skipWaiting();
    await until(async () => (await scene.deliveries(id))[0].status === 'delivered');
    expect((await scene.show(id)).failing_since).toBeNull();
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  const endless = (response: any): void => {
    response.writeHead(200);
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  };
  it.each([
    [
      'too short',
      (_: unknown, r: any) => r.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nmuch more'),
    ],
    ['too long', (_: unknown, r: any) => r.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nless')],
    ['endless', (_: unknown, r: any) => endless(r)],
  ])('has accepted the event with a 2xx, although its body is %s', async (_, behaviour) => {
    const { id } = await endpointAt('/lying');
    receiver.behaviours.set('/lying', behaviour);
    await scene.append(1);
    await until(async () => (await scene.deliveries(id))[0]?.status === 'delivered');
    expect((await scene.deliveries(id))[0].attempts[0].duration_ms).toBeLessThan(10_000);
  });

  it('that is not there is refused; what answers 410 is disabled, and goes on when it is enabled', async () => {
    const nowhere = await scene.endpoint('http://127.0.0.1:1/');
    const gone = await endpointAt('/gone');
    receiver.behaviours.set('/gone', answer(410));
    await scene.append(1);
    await until(
      async () => (await scene.deliveries(nowhere.id))[0]?.attempts[0]?.error === 'connection_refused',
    );
    await until(async () => (await scene.show(gone.id)).disabled_reason === 'gone');
    await scene.append(1, undefined, 1);
    receiver.behaviours.clear();
    await scene.call('patch', `/${gone.id}`).send({ enabled: true }).expect(200);
    await until(() => versionsAt('/gone').includes(1));
  });

  it('that fails for five days is disabled, with an event', async () => {
    const { id } = await endpointAt('/down');
    await scene.endpoint(`${receiver.url}/watch`, ['webhook_endpoint.disabled']);
    receiver.behaviours.set('/down', answer(503));
    await scene.append(1);
    await until(async () => (await scene.show(id)).failing_since !== null);
    app.clock.advance(4.9 * DAY_MS);
    await until(async () => (await scene.deliveries(id))[0].tries >= 2);
    expect((await scene.show(id)).enabled).toBe(true);
    app.clock.advance(0.2 * DAY_MS);
    await until(async () => !(await scene.show(id)).enabled);
    expect(await scene.show(id)).toMatchObject({ enabled: false, disabled_reason: 'failing' });
    await until(() => receiver.at('/watch').length === 1);
    expect(receiver.at('/watch')[0]!.event).toMatchObject({
      actor: 'system',
      data: { id, enabled: false, previous: { enabled: true } },
    });
  });

  it('that hangs delays no other, and opens one connection', async () => {
    const slow = await WebhookScene.of(app);
    receiver.behaviours.set('/hangs', () => {});
    for (let n = 0; n < 20; n += 1) await slow.endpoint(`${receiver.url}/hangs`);
    for (let n = 0; n < 10; n += 1) await slow.append(1);
    await until(() => receiver.at('/hangs').length >= 16);
    await endpointAt('/quick');
    for (let n = 0; n < 10; n += 1) await scene.append(5);
    // An attempt that hangs takes 15 seconds, and a hundred events would wait for many of them.
    await until(() => receiver.at('/quick').length === 50, 12_000);
    expect(receiver.at('/hangs').length).toBeLessThanOrEqual(40);
  });
});
