import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { fetchApiDocument } from '../support/api-document.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();
const withoutPage = useApp({ INBOX: 'off' });
const withoutDocs = useApp({ INBOX: 'off', API_DOCS: 'off' });

describe('the inbox page', () => {
  const page = (path: string) => request(app.url).get(path);

  it.each(['/', '/login', '/inbox/needs_action/019aaf30-5e6f-7081-92a3-b4c5d6e7f809', '/figures'])(
    'is served at %s without a token, and is always asked for again',
    async (path) => {
      const { text, headers } = await page(path)
        .expect(200)
        .expect('Content-Type', /^text\/html/);
      expect(text).toContain('<div id="root"></div>');
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    },
  );

  it('may run its own scripts alone, inline ones neither, and may not be framed', async () => {
    const { text, headers } = await page('/').expect(200);
    expect(headers['content-security-policy']!.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
  });

  it('loads assets that browsers keep for good, because their names change with their content', async () => {
    const { text } = await page('/').expect(200);
    const assets = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets.some((path) => path.endsWith('.js'))).toBe(true);
    for (const path of assets)
      await page(path).expect(200).expect('Cache-Control', 'public, max-age=31536000, immutable');
  });

  it('gets its assets compressed if the browser accepts that', async () => {
    const { text } = await page('/').expect(200);
    const [path] = /\/assets\/index-[^"]+\.js/.exec(text)!;
    const as = (encodings: string) => page(path).set('Accept-Encoding', encodings).expect(200);
    const plain = await as('identity');
    expect(plain.headers).toMatchObject({ vary: expect.stringContaining('Accept-Encoding') });
    expect(plain.headers['content-encoding']).toBeUndefined();
    // supertest decompresses what it reads.
    for (const [encodings, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
    ] as const) {
      const { headers, text: script } = await as(encodings);
      expect(headers).toMatchObject({
        'content-encoding': encoding,
        'content-type': plain.headers['content-type'],
        'cache-control': plain.headers['cache-control'],
        vary: plain.headers.vary,
      });
      expect(Number(headers['content-length'])).toBeLessThan(plain.text.length / 2);
      expect(script).toBe(plain.text);
    }
    const missing = await page('/assets/none.js').set('Accept-Encoding', 'br');
    expect(missing.headers['content-encoding']).toBeUndefined();
  });

  it.each([
    '/assets/none.js',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/package.json',
    '/assets//[',
    '/nowhere',
  ])('does not hide that %s does not exist', async (path) => expectProblem(await page(path), 'not_found'));

  it('is left out with INBOX=off', async () => {
    for (const path of ['/login', '/inbox/needs_action'])
      expectProblem(await request(withoutPage.url).get(path), 'not_found');
  });
});

describe('H8: GET / without the page', () => {
  it('redirects to the documentation, without a token', async () => {
    const { headers } = await request(withoutPage.url).get('/').expect(302);
    expect(headers.location).toBe('/api/docs');
    await request(withoutPage.url).get(headers.location!).expect(200);
    await request(withoutPage.url).head('/').expect(302);
  });

  it('lists paths that exist if the documentation is off', async () => {
    const { body, headers } = await request(withoutDocs.url).get('/').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
    expect(body).toEqual({ name: 'Daybook', health: '/health/ready', companies: '/api/companies' });
    await request(withoutDocs.url).get(body.health).expect(200);
    expectProblem(await request(withoutDocs.url).get(body.companies), 'not_authenticated');
  });

  it('supports no other method, and is not in the OpenAPI document', async () => {
    for (const { url } of [app, withoutPage, withoutDocs])
      expectProblem(await request(url).post('/').expect('Allow', 'GET, HEAD'), 'method_not_allowed');
    const { operations } = await fetchApiDocument(app);
    expect(operations.map(({ path }) => path)).not.toContain('/');
  });
});
