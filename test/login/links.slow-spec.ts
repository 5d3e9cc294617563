import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { LoginSweep } from '../../src/login/login-sweep.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { aLink, aPerson, Browser, cookiesOf, logIn } from '../support/login.js';
import { expectProblem } from '../support/problem.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { createTenant } from '../support/tenant.js';

const PUBLIC_URL = 'https://daybook.example.com';
const LIMIT = 5;
const sink = new SmtpSink();
let app: RunningApp;
/** Behind a proxy that ends TLS, which limits failures. */
let strict: RunningApp;

beforeAll(async () => {
  const smtp = { SMTP_URL: await sink.start(), SMTP_FROM: 'daybook@example.com' };
  app = await startApp(await createMigratedDatabase(), { ...smtp, PUBLIC_URL, TRUST_PROXY: 1 });
  const limits = { AUTH_FAILURES_PER_MINUTE: LIMIT, TRUST_PROXY: 1 };
  strict = await startApp(await createMigratedDatabase(), { ...limits, DELIVERY: 'external' });
});
afterAll(async () => {
  await app.nest.close();
  await strict.nest.close();
  await sink.stop();
});

const ask = (email: string) => request(app.url).post('/api/session/links').send({ email });
const use = (link: string, { url }: RunningApp = app) => request(url).post('/api/session').send({ link });

async function mailsTo(address: string, count: number): Promise<string[]> {
  const own = () => sink.mails.filter(({ to }) => to.includes(address));
  for (const until = Date.now() + 10_000; own().length < count && Date.now() < until;) await sleep(20);
  await sleep(200);
  return own().map(({ raw }) => raw.replaceAll(/=\r\n/g, '').replaceAll('=3D', '='));
}
const linkIn = (mail: string): string => /\/login\?confirm#(dbl_[\w-]{70})/.exec(mail)![1]!;

describe('a link by e-mail', () => {
  it('is sent to a contact that can log in, with the address of the configuration', async () => {
    const tenant = await createTenant(app);
    const person = await aPerson(tenant);
    await ask(person.email.toUpperCase())
      .set('Host', 'evil.example')
      .set('X-Forwarded-Host', 'evil.example')
      .expect(202);
    const [mail] = await mailsTo(person.email, 1);
    expect(mail).toContain('Subject: Log in to Daybook');
    expect(mail).toContain(`${tenant.company.name}:`);
    expect(mail).not.toContain('evil.example');
    const link = linkIn(mail!);
    expect(mail).toContain(`${PUBLIC_URL}/login?confirm#${link}`);
    const { headers, body } = await use(link).expect(200);
    expect(body.contact.id).toBe(person.id);
    expect(headers['set-cookie']![0]).toMatch(
      /^__Host-daybook=dbs_[\w-]{70}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
    );
    expectProblem(await use(link), 'authentication_failed');
  });

  it('expires after 15 minutes', async () => {
    const { email } = await aPerson(await createTenant(app));
    await ask(email).expect(202);
    const link = linkIn((await mailsTo(email, 1))[0]!);
    try {
      app.clock.advance(15 * 60_000);
      expectProblem(await use(link), 'authentication_failed');
    } finally {
      app.clock.reset();
    }
  });

  it('is not sent to others, who get the same response', async () => {
    const tenant = await createTenant(app);
    const known = await aPerson(tenant);
    const inactive = await aPerson(tenant, 'decider', { active: false });
    const moved = await aPerson(tenant, 'admin', { accessEmail: 'earlier@example.com' });
    const plain = await tenant.make.aContact(tenant.company, { email: `${uuidv7()}@example.com` });
    const stranger = `${uuidv7()}@example.com`;
    const { body } = await ask(known.email).expect(202);
    for (const email of [inactive.email, moved.email, plain.email, stranger]) {
      expect((await ask(email).expect(202)).body).toEqual(body);
      expect(await mailsTo(email, 0)).toEqual([]);
    }
    expect(await mailsTo('earlier@example.com', 0)).toEqual([]);
  });

  it('does not keep the response waiting for the mail server', async () => {
    const { email } = await aPerson(await createTenant(app));
    sink.behaviour = { delayMs: 5_000 };
    try {
      const started = performance.now();
      await ask(email).expect(202);
      expect(performance.now() - started).toBeLessThan(4_000);
    } finally {
      sink.behaviour = {};
    }
  });

  it('can be requested five times in a quarter of an hour, for a known address and an unknown one alike', async () => {
    const { email } = await aPerson(await createTenant(app));
    for (const address of [email, `${uuidv7()}@example.com`]) {
      for (let n = 0; n < 5; n += 1) await ask(address).expect(202);
      expect((await ask(address.toUpperCase())).body.code).toBe('throttled');
    }
    expect(await mailsTo(email, 5)).toHaveLength(5);
  });

  it('is not offered where other programs send the e-mails', async () => {
    const options = async ({ url }: RunningApp) =>
      (await request(url).get('/api/session/options').expect(200)).body as object;
    expect(await options(app)).toEqual({ oidc: false, mail_links: true });
    expect(await options(strict)).toEqual({ oidc: false, mail_links: false });
    const refused = await request(strict.url).post('/api/session/links').send({ email: 'a@example.com' });
    expect(refused.status).toBe(404);
  });
});

it('logs in from its own page alone', async () => {
  const person = await aPerson(await createTenant(app));
  const link = await aLink(app, person.id);
  for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }] as Record<
    string,
    string
  >[])
    expect((await use(link).set(headers)).status).toBe(403);
  await use(link).set('Origin', PUBLIC_URL).expect(200);
});

it('ignores a cookie that another site of the domain can set, or that is there twice', async () => {
  const person = await aPerson(await createTenant(app));
  const { cookie, url } = await logIn(app, person.id);
  expect(cookie).toMatch(/^__Host-daybook=/);
  const status = async (text: string) => (await request(url).get('/api/session').set('Cookie', text)).status;
  expect(await status(cookie)).toBe(200);
  expect(await status(`other=1; ${cookie}; more=2`)).toBe(200);
  expect(await status(cookie.replace('__Host-', ''))).toBe(401);
  expect(await status(cookie.replace('__Host-daybook', `daybook-${new URL(url).port}`))).toBe(401);
  expect(await status(`${cookie}; ${cookie}`)).toBe(401);
});

it('uses a secure cookie behind a proxy that says that it ends TLS', async () => {
  const person = await aPerson(await createTenant(strict));
  const link = await aLink(strict, person.id);
  const response = await use(link, strict).set('X-Forwarded-Proto', 'https').expect(200);
  expect(cookiesOf(response)[0]).toMatch(/^__Host-daybook=/);
});

it('limits guesses of links per address, but not who is logged in', async () => {
  const person = await aPerson(await createTenant(strict));
  const browser = await logIn(strict, person.id);
  for (let n = 0; n < LIMIT; n += 1) expect((await use('dbl_guess', strict)).status).toBe(401);
  expect((await use(await aLink(strict, person.id), strict)).status).toBe(429);
  await browser.get('/api/session').expect(200);
});

it('keeps twenty sessions of a contact, and sweeps what has ended', async () => {
  const person = await aPerson(await createTenant(app));
  const browsers: Browser[] = [];
  for (let n = 0; n < 21; n += 1) browsers.push(await logIn(app, person.id));
  await browsers[0]!.get('/api/session').expect(401);
  await browsers[1]!.get('/api/session').expect(200);
  const count = async (table: string) =>
    (
      await app.dataSource.query<[{ count: number }]>(
        `SELECT count(*)::int AS count FROM ${table} WHERE contact_id = $1`,
        [person.id],
      )
    )[0].count;
  expect([await count('login_session'), await count('login_link')]).toEqual([20, 21]);
  const stored = JSON.stringify(await app.dataSource.query('SELECT * FROM login_session, login_link'));
  expect(stored).not.toContain(browsers[20]!.cookie.split('_').at(-1));
  try {
    app.clock.advance(12 * 3_600_000 + 1_000);
    await app.nest.get(LoginSweep).run();
    expect([await count('login_session'), await count('login_link')]).toEqual([0, 21]);
    app.clock.advance(12 * 3_600_000);
    await app.nest.get(LoginSweep).run();
    expect(await count('login_link')).toBe(0);
  } finally {
    app.clock.reset();
  }
});

it('writes the time of the last request at most once a minute', async () => {
  const person = await aPerson(await createTenant(app));
  const browser = await logIn(app, person.id);
  const seen = async () => {
    await browser.get('/api/session').expect(200);
    const sql = 'SELECT seen_at FROM login_session WHERE contact_id = $1';
    return (await app.dataSource.query<[{ seen_at: Date }]>(sql, [person.id]))[0].seen_at.getTime();
  };
  try {
    const first = await seen();
    app.clock.advance(50_000);
    expect(await seen()).toBe(first);
    app.clock.advance(11_000);
    expect(await seen()).toBeGreaterThan(first);
  } finally {
    app.clock.reset();
  }
});

it('ends an open event stream within half a minute after a log-out everywhere', async () => {
  const tenant = await createTenant(app);
  const person = await aPerson(tenant);
  const [here, there] = [await logIn(app, person.id), await logIn(app, person.id)];
  const stream = await fetch(`${app.url}/api/companies/${tenant.company.id}/events/stream`, {
    headers: { cookie: there.cookie },
  });
  expect(stream.status).toBe(200);
  const text = stream.text();
  await here.request('delete', '/api/sessions').expect(204);
  const writing = setInterval(() => void tenant.make.anEvent(tenant.company, {}).catch(() => {}), 1_000);
  try {
    expect(await text).toContain('"code":"authentication_failed"');
  } finally {
    clearInterval(writing);
  }
}, 60_000);
