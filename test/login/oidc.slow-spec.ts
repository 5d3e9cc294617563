import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../../src/config/config.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { aPerson, logIn } from '../support/login.js';
import { expectProblem } from '../support/problem.js';
import { createTenant } from '../support/tenant.js';
import { Issuer, OidcBrowser } from './oidc-issuer.js';

const issuer = new Issuer();
let app: RunningApp;

beforeAll(async () => {
  const oidc = { OIDC_CLIENT_ID: 'daybook', OIDC_CLIENT_SECRET: 's3cret', OIDC_ISSUER: await issuer.start() };
  app = await startApp(await createMigratedDatabase(), oidc);
  // The port is known only now.
  app.nest.get(Config).PUBLIC_URL = app.url;
});
afterAll(async () => {
  await app.nest.close();
  await issuer.stop();
});
beforeEach(() => void (issuer.outage = null));

const browser = () => new OidcBrowser(app.url);

/** A person whom the provider knows, and who has a contact. */
async function scene(claims: object = {}) {
  const tenant = await createTenant(app);
  const person = await aPerson(tenant);
  const subject = uuidv7();
  issuer.people.set(subject, { email: person.email.toUpperCase(), email_verified: true, ...claims });
  return { ...tenant, person, subject };
}

describe('without its provider', () => {
  it('the API serves tokens, and says clearly that nobody can log in', async () => {
    issuer.outage = (_, response) => void response.writeHead(502).end('Bad gateway');
    const { client } = await createTenant(app);
    await client.list().expect(200);
    const page = await browser().open('/api/session/oidc');
    expect(page.headers.get('location')).toBe('/login?error=provider_unavailable');
    const problem = await browser().open('/api/session/oidc', { headers: { accept: 'application/json' } });
    expect(problem.status).toBe(503);
    expect(await problem.json()).toMatchObject({
      code: 'service_unavailable',
      detail: 'The login provider does not respond; retry later.',
    });
  });

  it('a silent provider is given up after some seconds', async () => {
    await sleep(2_100);
    issuer.outage = () => {};
    const started = performance.now();
    const { headers } = await browser().open('/api/session/oidc');
    expect(headers.get('location')).toBe('/login?error=provider_unavailable');
    expect(performance.now() - started).toBeLessThan(15_000);
    await sleep(2_100);
  });
});

describe('a log-in with the OpenID provider', () => {
  beforeAll(() => issuer.register(app.url));

  it('pins the subject to the contact with the verified address', async () => {
    const { person, company, subject } = await scene();
    const first = browser();
    expect(await first.logIn(subject, '/api/session/oidc?return_to=/actions/1%3Ftab=log')).toBe(
      '/actions/1?tab=log',
    );
    const { body } = await first.session();
    expect(body).toMatchObject({
      contact: { id: person.id },
      company: { id: company.id },
      scopes: ['read', 'decide'],
    });
    // The subject counts from now on, and not the address.
    issuer.people.set(subject, { email: 'renamed@example.com', email_verified: true });
    expect(await browser().logIn(subject)).toBe('/');
    const other = uuidv7();
    issuer.people.set(other, { email: person.email, email_verified: true });
    expect(await browser().logIn(other)).toBe('/login?error=unknown_contact');
  });

  it.each([
    ['no address', { email: undefined }],
    ['an address that is not verified', { email_verified: false }],
    ['an address that is verified as a text', { email_verified: 'true' }],
    ['an address without the claim email_verified', { email_verified: undefined }],
    ['the address of no contact', { email: 'nobody@example.com' }],
  ])('knows nobody with %s', async (_, claims) => {
    const { subject } = await scene(claims);
    const stranger = browser();
    expect(await stranger.logIn(subject)).toBe('/login?error=unknown_contact');
    expect((await stranger.session()).status).toBe(401);
  });

  it('lets a person change between companies, and log out of all', async () => {
    const { person, company, subject } = await scene();
    const second = await createTenant(app);
    const admin = await aPerson(second, 'admin', { email: person.email });
    const third = await createTenant(app);
    const [here, there] = [browser(), browser()];
    await here.logIn(subject);
    await there.logIn(subject);
    const ids = [company.id, second.company.id];
    const { body } = await here.session();
    expect(body.companies.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
    const change = (company_id: string) =>
      here.open('/api/session/company', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', origin: app.url },
        body: JSON.stringify({ company_id }),
      });
    for (const target of ids) expect((await change(target)).status).toBe(200);
    expect((await change(second.company.id)).status).toBe(200);
    expect((await here.session()).body).toMatchObject({ contact: { id: admin.id, access_role: 'admin' } });
    expect((await here.open(`/api/companies/${second.company.id}/actions`)).status).toBe(200);
    expect((await here.open(`/api/companies/${company.id}/actions`)).status).toBe(404);
    expect((await change(third.company.id)).status).toBe(404);
    // Somebody else has the cookie of `here`, and the person logs in anew with a link, as the contact of the other company.
    const byLink = await logIn(app, person.id);
    const alsoThere = await logIn(app, admin.id);
    await byLink.request('delete', '/api/sessions').expect(204);
    for (const ended of [here, there]) expect((await ended.session()).status).toBe(401);
    expectProblem(await alsoThere.get('/api/session'), 'authentication_failed');
  });

  it('ends a pinned identity with the access of the contact', async () => {
    const { person, subject } = await scene();
    await browser().logIn(subject);
    await app.dataSource.query(`UPDATE company_contact SET access_id = gen_random_uuid() WHERE id = $1`, [
      person.id,
    ]);
    issuer.people.set(subject, { email: 'renamed@example.com', email_verified: true });
    expect(await browser().logIn(subject)).toBe('/login?error=unknown_contact');
  });

  it('refuses an answer that another browser asked for, or that was used', async () => {
    const { subject } = await scene();
    const victim = browser();
    const answer = await browser().atProvider(subject);
    expect((await victim.open(answer)).headers.get('location')).toBe('/login?error=login_expired');
    await victim.open('/api/session/oidc');
    expect((await victim.open(answer)).headers.get('location')).toMatch(/^\/login\?error=login_failed$/);
    const own = browser();
    let pending = '';
    const used = await own.atProvider(subject);
    own.change('daybook-oidc', (value) => (pending = value));
    expect((await own.open(used)).headers.get('location')).toBe('/');
    expect((await own.open(used)).headers.get('location')).toBe('/login?error=login_expired');
    const { headers } = await fetch(used, {
      redirect: 'manual',
      headers: { cookie: `daybook-oidc-${new URL(app.url).port}=${pending}` },
    });
    expect(headers.get('location')).toBe('/login?error=login_failed');
  });

  it.each(['state', 'nonce', 'codeVerifier'])('refuses an answer to another %s', async (field) => {
    const { subject } = await scene();
    const own = browser();
    const answer = await own.atProvider(subject);
    own.change('daybook-oidc', (value) => {
      const pending = JSON.parse(Buffer.from(value, 'base64url').toString());
      pending[field] = `${pending[field].slice(1)}A`;
      return Buffer.from(JSON.stringify(pending)).toString('base64url');
    });
    expect((await own.open(answer)).headers.get('location')).toBe('/login?error=login_failed');
    expect((await own.session()).status).toBe(401);
  });

  it('begins a new session, and ends the one that the browser had', async () => {
    const { subject } = await scene();
    const own = browser();
    await own.logIn(subject);
    let planted = '';
    own.change('daybook-', (value) => (planted = value));
    await own.logIn(subject);
    expect((await own.session()).status).toBe(200);
    const { status } = await fetch(new URL('/api/session', app.url), {
      headers: { cookie: `daybook-${new URL(app.url).port}=${planted}` },
    });
    expect(status).toBe(401);
  });

  it('tells a person who has refused, and sends nobody to another site', async () => {
    const own = browser();
    const { headers } = await own.open('/api/session/oidc');
    const state = new URL(headers.get('location')!).searchParams.get('state')!;
    const refusal = new URLSearchParams({ error: 'access_denied', state, iss: issuer.url });
    const refused = await own.open(`/api/session/oidc/callback?${refusal.toString()}`);
    expect(refused.headers.get('location')).toBe('/login?error=denied');
    for (const target of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%09/evil.example'])
      expect((await own.open(`/api/session/oidc?return_to=${target}`)).status).toBe(400);
  });
});
