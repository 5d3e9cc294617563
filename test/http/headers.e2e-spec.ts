import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const DESK = 'https://desk.example.com';

const app = useApp();
const open = useApp({ CORS_ORIGINS: [DESK, 'http://localhost:5173'], API_DOCS: 'off' });

async function anAction(on = app) {
  const tenant = await createTenant(on);
  const { id } = await tenant.make.anAction(tenant.company);
  return { ...tenant, id, url: `/api/companies/${tenant.company.id}/actions/${id}` };
}

/** An answer of each kind. */
async function answers(): Promise<[string, Response][]> {
  const { client, id } = await anAction();
  return [
    ['a list', await client.list()],
    ['a detail', await client.detail(id)],
    ['a command', await client.perform('approve', id)],
    ['a refused command', await client.perform('approve', id)],
    ['a broken body', await client.perform('approve', id).type('text').send('x')],
    ['no token', await request(app.url).get('/api/companies')],
    ['no path', await request(app.url).get('/nowhere')],
    ['health', await request(app.url).get('/health/ready')],
  ];
}

describe('every data answer', () => {
  it('is for no cache, and for no browser to run, frame or guess at', async () => {
    for (const [name, { headers }] of await answers()) {
      expect({ name, ...headers }).toMatchObject({
        name,
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
      expect(Object.keys(headers).join()).not.toMatch(/x-powered-by|server|access-control/);
    }
  });

  it.each(['the same', '*', 'W/"1", "1", "2"'])(
    'is given whole, whatever the client says it has: If-None-Match %s',
    async (given) => {
      const { client, id } = await anAction();
      const { headers, text } = await client.detail(id).expect(200);
      const tag = given === 'the same' ? headers.etag! : given;
      expect(headers.etag).toBe('"1"');
      const again = await client.detail(id).set('If-None-Match', tag).expect(200);
      expect(again.text).toBe(text);
      await client.list().set('If-None-Match', tag).expect(200);
      const old = new Date(2100, 1).toUTCString();
      await client.detail(id).set('If-Modified-Since', old).expect(200);
    },
  );
});

describe('the docs', () => {
  it('may run and load their own files, and no others', async () => {
    const { headers, text } = await request(app.url).get('/api/docs').expect(200);
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    // What stands inside the page is styles alone; each script and style sheet is a file of ours.
    expect(text.match(/<script(?! src="?'?\.?\/)[^>]*>/g)).toBeNull();
    const files = [...text.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files)
      await request(`${app.url}/api/`)
        .get(file.replace(/^\.?\/?/, ''))
        .expect(200);
  });

  it('can be cached, for they are no data', async () => {
    const { headers } = await request(app.url).get('/api/docs/swagger-ui-bundle.js').expect(200);
    expect(headers['cache-control']).not.toContain('no-store');
  });

  it.each([
    '/api/docs',
    '/api/docs/',
    '/api/docs/swagger-ui-bundle.js',
    '/api/openapi.json',
    '/api/openapi.yaml',
  ])('are not there with API_DOCS=off: %s', async (path) => {
    await request(app.url).get(path).expect(200);
    expect((await request(open.url).get(path).expect(404)).body).toMatchObject({ code: 'not_found' });
  });
});

describe('CORS', () => {
  const preflight = (url: string, origin: string, on = open) =>
    request(on.url)
      .options(url)
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'authorization,content-type,idempotency-key,if-match');

  it('lets a page of a named origin send what the API hears', async () => {
    const { headers } = await preflight((await anAction(open)).url, DESK).expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': DESK,
      'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match,X-Request-Id',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('lets it read what the API answers, problems too', async () => {
    const { client, id } = await anAction(open);
    const broken = client.perform('approve', id).type('text').send('x').expect(415);
    for (const answer of [client.detail(id).expect(200), client.detail('x').expect(404), broken]) {
      const { headers } = await answer.set('Origin', DESK);
      expect(headers['access-control-allow-origin']).toBe(DESK);
      expect(headers.vary).toContain('Origin');
      expect(headers['access-control-expose-headers']!.split(',').toSorted()).toEqual([
        'ETag',
        'Idempotency-Replayed',
        'Link',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'X-Request-Id',
      ]);
    }
  });

  it.each(['https://desk.example.com.evil.example', 'http://desk.example.com', 'null'])(
    'tells a page of another origin nothing: %s',
    async (origin) => {
      const { client, id, url } = await anAction(open);
      const sent = await client.detail(id).set('Origin', origin);
      for (const { headers } of [sent, await preflight(url, origin)]) {
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('is off unless origins are named', async () => {
    const { client, id, url } = await anAction();
    const { headers } = await client.detail(id).set('Origin', DESK).expect(200);
    expect(Object.keys(headers).join()).not.toContain('access-control');
    await preflight(url, DESK, app).expect(405);
  });
});
