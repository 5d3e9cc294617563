import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const ORIGIN = 'https://desk.example.com';

const app = useApp({ INBOX: 'off' });
const withCors = useApp({ CORS_ORIGINS: [ORIGIN, 'http://localhost:5173'], API_DOCS: 'off' });

async function createTenantWithAction(on = app) {
  const tenant = await createTenant(on);
  const { id } = await tenant.make.anAction(tenant.company);
  return { ...tenant, id, url: `/api/companies/${tenant.company.id}/actions/${id}` };
}

/** One response of each kind. */
async function oneOfEachKind(): Promise<[string, Response][]> {
  const { client, id } = await createTenantWithAction();
  return [
    ['a list', await client.list()],
    ['a detail', await client.detail(id)],
    ['a command', await client.perform('approve', id)],
    ['a refused command', await client.perform('approve', id)],
    ['a broken body', await client.perform('approve', id).type('text').send('x')],
    ['a missing token', await request(app.url).get('/api/companies')],
    ['an unknown path', await request(app.url).get('/nowhere')],
    ['health', await request(app.url).get('/health/ready')],
    ['the root', await request(app.url).get('/')],
  ];
}

describe('a response with data', () => {
  it('forbids caching, and forbids browsers to run, embed or sniff it', async () => {
    for (const [name, { headers }] of await oneOfEachKind()) {
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

  it.each(['the current ETag', '*', 'W/"1", "1", "2"'])(
    'is complete despite If-None-Match: %s',
    async (ifNoneMatch) => {
      const { client, id } = await createTenantWithAction();
      const { headers, text } = await client.detail(id).expect(200);
      const tag = ifNoneMatch === 'the current ETag' ? headers.etag! : ifNoneMatch;
      expect(headers.etag).toBe('"1"');
      const again = await client.detail(id).set('If-None-Match', tag).expect(200);
      expect(again.text).toBe(text);
      await client.list().set('If-None-Match', tag).expect(200);
      const old = new Date(2100, 1).toUTCString();
      await client.detail(id).set('If-Modified-Since', old).expect(200);
    },
  );
});

describe('the API documentation', () => {
  it('may load only its own files', async () => {
    const { headers, text } = await request(app.url).get('/api/docs').expect(200);
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    // Only styles are inline; every script and style sheet is a file of the API.
    expect(text.match(/<script(?! src="?'?\.?\/)[^>]*>/g)).toBeNull();
    const files = [...text.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files)
      await request(`${app.url}/api/`)
        .get(file.replace(/^\.?\/?/, ''))
        .expect(200);
  });

  it('may be cached', async () => {
    const { headers } = await request(app.url).get('/api/docs/swagger-ui-bundle.js').expect(200);
    expect(headers['cache-control']).not.toContain('no-store');
  });

  it.each([
    '/api/docs',
    '/api/docs/',
    '/api/docs/swagger-ui-bundle.js',
    '/api/openapi.json',
    '/api/openapi.yaml',
  ])('is not served with API_DOCS=off: %s', async (path) => {
    await request(app.url).get(path).expect(200);
    expect((await request(withCors.url).get(path).expect(404)).body).toMatchObject({ code: 'not_found' });
  });
});

describe('CORS', () => {
  const preflight = (url: string, origin: string, on = withCors) =>
    request(on.url)
      .options(url)
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'authorization,content-type,idempotency-key,if-match');

  it('allows the methods and headers of the API to a configured origin', async () => {
    const { headers } = await preflight((await createTenantWithAction(withCors)).url, ORIGIN).expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers':
        'Authorization,Content-Type,Idempotency-Key,If-Match,Last-Event-ID,Prefer,X-Request-Id',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('exposes the headers of responses to a configured origin, also for problems', async () => {
    const { client, id } = await createTenantWithAction(withCors);
    const broken = client.perform('approve', id).type('text').send('x').expect(415);
    for (const response of [client.detail(id).expect(200), client.detail('x').expect(404), broken]) {
      const { headers } = await response.set('Origin', ORIGIN);
      expect(headers['access-control-allow-origin']).toBe(ORIGIN);
      expect(headers.vary).toContain('Origin');
      expect(headers['access-control-expose-headers']!.split(',').toSorted()).toEqual([
        'ETag',
        'Idempotency-Replayed',
        'Link',
        'Location',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'X-Request-Id',
      ]);
    }
  });

  it.each(['https://desk.example.com.evil.example', 'http://desk.example.com', 'null'])(
    'allows nothing to another origin: %s',
    async (origin) => {
      const { client, id, url } = await createTenantWithAction(withCors);
      const sent = await client.detail(id).set('Origin', origin);
      for (const { headers } of [sent, await preflight(url, origin)]) {
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('is off without CORS_ORIGINS', async () => {
    const { client, id, url } = await createTenantWithAction();
    const { headers } = await client.detail(id).set('Origin', ORIGIN).expect(200);
    expect(Object.keys(headers).join()).not.toContain('access-control');
    await preflight(url, ORIGIN, app).expect(405);
  });
});
