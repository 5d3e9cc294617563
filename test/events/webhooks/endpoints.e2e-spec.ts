import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventFeed } from '../../../src/events/event-feed.js';
import { MAX_TRIES } from '../../../src/events/webhooks/sending/retries.js';
import { WebhookResults } from '../../../src/events/webhooks/worker/webhook-results.js';
import { asCompanyId } from '../../../src/tenancy/company-id.js';
import { useApp } from '../../support/app.js';
import { expectProblem } from '../../support/problem.js';
import { WebhookScene } from './scene.js';

// Without a worker: nothing is sent.
const app = useApp();
let scene: WebhookScene;
beforeEach(async () => {
  scene = await WebhookScene.of(app);
});

const URL = 'https://hooks.acme.example/daybook';
const create = (body: object) => scene.call('post').send(body);
const change = (id: string, body: object) => scene.call('patch', `/${id}`).send(body);

async function events() {
  const { id } = scene.tenant.company;
  const page = await app.nest.get(EventFeed).read(asCompanyId(id, id)!, null, {}, 100);
  return page.events.map(({ type, data }) => ({ type, data: JSON.parse(data) }));
}

describe('a webhook endpoint', () => {
  it('is created with a secret that no other response has, changed, rotated and deleted, each with its event', async () => {
    const { secret, ...created } = (await create({ url: 'https://Hooks.acme.example/daybook' }).expect(201))
      .body;
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(created).toMatchObject({ url: URL, types: null, description: null, enabled: true });
    expect(await scene.show(created.id)).toEqual(created);
    expect((await scene.call('get').expect(200)).body).toMatchObject({ count: 1, data: [created] });

    const changed = (await change(created.id, { types: ['hold.set'], description: 'Desk' }).expect(200)).body;
    expect(changed).toMatchObject({ types: ['hold.set'], description: 'Desk' });
    await change(created.id, { types: ['hold.set'] }).expect(200);
    expect((await change(created.id, { types: [], description: null }).expect(200)).body.types).toBeNull();
    const off = (await change(created.id, { enabled: false }).expect(200)).body;
    expect(off).toMatchObject({ enabled: false, disabled_reason: 'client' });
    expectProblem(await scene.call('post', `/${created.id}/test`), 'endpoint_disabled');
    await change(created.id, { enabled: true }).expect(200);
    const rotated = (await scene.call('post', `/${created.id}/rotate-secret`).expect(200)).body;
    expect(rotated.secret).not.toBe(secret);
    const deleted = (await scene.call('delete', `/${created.id}`).expect(200)).body;
    expectProblem(await scene.call('get', `/${created.id}`), 'not_found');

    const appended = await events();
    expect(appended.map(({ type }) => type)).toEqual([
      'webhook_endpoint.created',
      ...Array.from({ length: 5 }, () => 'webhook_endpoint.updated'),
      'webhook_endpoint.deleted',
    ]);
    const url = 'https://hooks.acme.example';
    expect(appended[0]!.data).toEqual({ ...created, url, previous: {} });
    expect(appended[1]!.data).toEqual({
      ...changed,
      url,
      previous: { types: null, description: null, updated_at: created.updated_at },
    });
    expect(appended.at(-2)!.data.previous).toEqual({
      previous_secret_expires_at: null,
      updated_at: expect.any(String),
    });
    expect(appended.at(-1)!.data).toEqual({ ...deleted, url, previous: {} });
    expect(JSON.stringify(appended)).not.toContain('whsec_');
  });

  it('has events without the path of its url, which can be a secret', async () => {
    const { id } = (await create({ url: 'https://chat.example/hooks/key-1' }).expect(201)).body;
    await change(id, { url: 'https://chat.example/hooks/key-2' }).expect(200);
    const appended = await events();
    expect(appended[1]!.data).toMatchObject({ id, previous: { url: 'https://chat.example' } });
    expect(JSON.stringify(appended)).not.toContain('key-');
  });

  it.each([
    ['http://127.1/', 'address_not_allowed'],
    ['http://[::ffff:10.0.0.1]/', 'address_not_allowed'],
    ['https://user:secret@hooks.acme.example', 'url'],
    ['ftp://hooks.acme.example', 'url'],
    ['https://hooks.acme.example/#a', 'url'],
    [5, 'type'],
  ])('is not created with the url %s', async (url, code) => {
    const [error] = (await create({ url }).expect(400)).body.errors;
    expect(error).toMatchObject({ field: 'url', code });
  });

  it('rejects unknown types, and a url change to a private address', async () => {
    expect((await create({ url: URL, types: ['action.sung'] }).expect(400)).body.errors[0].field).toBe(
      'types',
    );
    const { id } = (await create({ url: URL }).expect(201)).body;
    expect((await change(id, { url: 'http://10.0.0.1' }).expect(400)).body.errors[0].field).toBe('url');
  });

  it('is one of at most twenty of its company, also if many are created at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 24 }, async () => (await create({ url: URL })).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.filter((status) => status === 400)).toHaveLength(4);
  });

  it('has its test events listed', async () => {
    const { id } = (await create({ url: URL }).expect(201)).body;
    const test = (await scene.call('post', `/${id}/test`).expect(200)).body;
    expect(test).toMatchObject({ type: 'webhook.test', status: 'waiting', tries: 0, attempts: [] });
    expect(await scene.deliveries(id, '?status=waiting')).toEqual([test]);
    expect(await scene.deliveries(id, '?status=failed')).toEqual([]);
  });

  it('sends an event again that a client asks for while its last try is in progress and then fails', async () => {
    const { id: endpointId } = (await create({ url: URL }).expect(201)).body;
    const test = (await scene.call('post', `/${endpointId}/test`).expect(200)).body;
    const company = asCompanyId(scene.tenant.company.id, scene.tenant.company.id)!;
    const endpoint = {
      url: URL,
      secrets: [],
      failures: 9,
      isSlow: false,
      lane: 'quick' as const,
      isResting: false,
      isReplaying: false,
    };
    const failed = { statusCode: 500, error: 'http_status', durationMs: 9, retryAfterMs: null } as const;
    const finish = (tries: number) =>
      app.nest
        .get(WebhookResults)
        .store(
          company,
          { companyId: company, id: endpointId, token: endpointId, lane: 'quick' },
          endpoint,
          { id: test.id, position: null, type: 'webhook.test', actionId: null, tries },
          failed,
        );
    for (let tries = 0; tries < MAX_TRIES - 1; tries += 1) await finish(tries);
    await scene.call('post', `/${endpointId}/deliveries/${test.id}/resend`).expect(200);
    await finish(MAX_TRIES - 1);
    expect(await scene.deliveries(endpointId)).toMatchObject([{ status: 'waiting', tries: 0 }]);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) await finish(tries);
    expect(await scene.deliveries(endpointId)).toMatchObject([{ status: 'failed', tries: MAX_TRIES }]);
  });
});
