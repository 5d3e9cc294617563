import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningApp, startApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { Receiver } from './receiver.js';
import { until, WebhookScene } from './scene.js';

const COMPANIES = 12;
/** More than a process sends to at a time. */
const HANGING = 240;

const receiver = new Receiver();
let app: RunningApp;

beforeAll(async () => {
  await receiver.start();
  app = await startApp(await createMigratedDatabase(), { WEBHOOK_ALLOW_PRIVATE: true }, ['api', 'worker']);
});
afterAll(async () => {
  await receiver.stop();
  await app.nest.close();
});

it('endpoints that hang, of many companies, keep no place that those of another company need', async () => {
  receiver.behaviours.set('/hang', () => {});
  for (let company = 0; company < COMPANIES; company += 1) {
    const scene = await WebhookScene.of(app);
    const { id } = await scene.endpoint(`${receiver.url}/hang`);
    await app.dataSource.query(
      `INSERT INTO webhook_endpoint (company_id, id, url, secret, position, is_slow, created_at, updated_at)
       SELECT company_id, gen_random_uuid(), url, secret, 0, true, created_at, updated_at
       FROM webhook_endpoint CROSS JOIN generate_series(1, $2::int) WHERE id = $1`,
      [id, HANGING / COMPANIES],
    );
    await scene.append(3);
  }
  await until(() => receiver.at('/hang').length >= 30);
  const scene = await WebhookScene.of(app);
  await scene.endpoint(`${receiver.url}/quick`);
  await scene.append(3);
  await until(() => receiver.at('/quick').length === 3, 10_000);
  expect(receiver.at('/hang').length).toBeLessThan(HANGING);
}, 120_000);
