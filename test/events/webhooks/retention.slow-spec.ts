import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WebhookSweep } from '../../../src/events/webhooks/worker/webhook-sweep.js';
import { type RunningApp, startApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { Receiver } from './receiver.js';
import { until, WebhookScene } from './scene.js';

const DAY_MS = 86_400_000;
const receiver = new Receiver();
let app: RunningApp;
let scene: WebhookScene;

beforeAll(async () => {
  await receiver.start();
  app = await startApp(await createMigratedDatabase(), { WEBHOOK_ALLOW_PRIVATE: true }, ['api', 'worker']);
  scene = await WebhookScene.of(app);
});
afterAll(async () => {
  await app.nest.close();
  await receiver.stop();
});

it('an event that was deleted for its age fails at once, and is no failure of its endpoint', async () => {
  const { id } = await scene.endpoint(`${receiver.url}/expired`);
  await scene.append(1);
  await until(async () => (await scene.deliveries(id))[0]?.status === 'delivered');
  const [delivery] = await scene.deliveries(id);
  await app.dataSource.query('DELETE FROM event WHERE id = $1', [delivery.id]);
  await scene.call('post', `/${id}/deliveries/${delivery.id}/resend`).expect(200);
  await until(async () => (await scene.deliveries(id))[0].status === 'failed');
  expect((await scene.deliveries(id))[0].attempts.at(-1)).toMatchObject({ error: 'event_expired' });
  expect((await scene.show(id)).failing_since).toBeNull();
  await scene.call('delete', `/${id}`).expect(200);
});

it('old deliveries, and deleted endpoints with theirs, are deleted', async () => {
  const { id } = await scene.endpoint(`${receiver.url}/old`);
  const { id: deleted } = await scene.endpoint(`${receiver.url}/deleted`);
  await scene.append(2);
  await until(() => receiver.at('/old').length + receiver.at('/deleted').length === 4);
  await until(async () => (await scene.deliveries(id, '?status=delivered')).length === 2);
  await scene.call('delete', `/${deleted}`).expect(200);
  const count = async (endpoint: string) =>
    (await app.dataSource.query('SELECT FROM webhook_delivery WHERE endpoint_id = $1', [endpoint])).length;
  app.clock.advance(29 * DAY_MS);
  await app.nest.get(WebhookSweep).run();
  expect([await count(id), await count(deleted)]).toEqual([2, 0]);
  expect(await app.dataSource.query('SELECT FROM webhook_endpoint WHERE id = $1', [deleted])).toEqual([]);
  app.clock.advance(2 * DAY_MS);
  await app.nest.get(WebhookSweep).run();
  expect(await count(id)).toBe(0);
});
