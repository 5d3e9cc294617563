import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { announced } from '../support/announced.js';
import { useApp } from '../support/app.js';
import { aLink, aPerson, Browser, cookiesOf, logIn } from '../support/login.js';
import { expectProblem } from '../support/problem.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

const IDLE_MS = 12 * 3_600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

async function scene(role: 'viewer' | 'decider' | 'admin' = 'decider') {
  const tenant = await createTenant(app);
  const person = await aPerson(tenant, role, { name: 'Ines Caldeira' });
  return { ...tenant, person, actions: `/api/companies/${tenant.company.id}/actions` };
}

const use = (link: string) => request(app.url).post('/api/session').send({ link });

describe('a one-time link', () => {
  it('logs the contact in with a cookie that scripts and other sites do not get', async () => {
    const { person, company } = await scene();
    const link = await aLink(app, person.id);
    const response = await use(link).expect(200);
    const port = new URL(app.url).port;
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^daybook-${port}=dbs_[\\w-]{70}; Path=/; Expires=.*; HttpOnly; SameSite=Lax$`),
      ),
    ]);
    expect(response.body).toEqual({
      contact: { id: person.id, name: 'Ines Caldeira', email: person.email, access_role: 'decider' },
      company: { id: company.id, name: company.name },
      companies: [{ id: company.id, name: company.name }],
      scopes: ['read', 'decide'],
      idle_ends_at: expect.any(String),
      ends_at: expect.any(String),
    });
    const browser = new Browser(app.url, cookiesOf(response)[0]!);
    const { body } = await browser.get('/api/session').expect(200);
    expect({ ...body, idle_ends_at: 0 }).toEqual({ ...response.body, idle_ends_at: 0 });
    expectProblem(await use(link), 'authentication_failed');
  });

  it('works once, however many use it at the same time', async () => {
    const { person } = await scene();
    const link = await aLink(app, person.id);
    const responses = await Promise.all(Array.from({ length: 8 }, () => use(link)));
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array(7).fill(401),
    ]);
  });
});

describe('a session', () => {
  it('works like a token with the scopes of the role, in its company alone', async () => {
    const { person, make, company, actions } = await scene();
    const action = await make.anAction(company);
    const browser = await logIn(app, person.id);
    expect((await browser.get(actions).expect(200)).body.count).toBe(1);
    const companies = (await browser.get('/api/companies').expect(200)).body.data;
    expect(companies).toEqual([{ id: company.id, name: company.name }]);
    const { body } = await browser.request('post', `${actions}/${action.id}/approve`).expect(200);
    expect(body.approval_log[0].actor).toBe('Ines Caldeira');
    expectProblem(
      await browser.request('patch', `/api/companies/${company.id}/settings`).send({}),
      'permission_denied',
      {
        detail: 'Your role lacks the scope "admin".',
      },
    );
    const { company: foreign } = await createTenant(app);
    expectProblem(await browser.get(`/api/companies/${foreign.id}/actions`), 'not_found');
  });

  it.each([
    ['no header', {}],
    ['a foreign Origin', { Origin: 'https://evil.example' }],
    ['the Origin null', { Origin: 'null' }],
    ['Sec-Fetch-Site of another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('writes nothing with %s', async (_, headers) => {
    const { person, make, company, actions } = await scene();
    const action = await make.anAction(company);
    const { cookie } = await logIn(app, person.id);
    const approve = request(app.url).post(`${actions}/${action.id}/approve`).set('Cookie', cookie);
    expectProblem(await approve.set(headers), 'permission_denied', {
      detail: 'A session can write only from the pages of this server (Origin).',
    });
  });

  it('ends 12 hours after the last request, and 7 days after the log-in', async () => {
    const { person, actions } = await scene();
    const [idle, busy] = [await logIn(app, person.id), await logIn(app, person.id)];
    const later = async (ms: number) => {
      app.clock.advance(ms);
      await busy.get(actions).expect(200);
    };
    try {
      await later(IDLE_MS - 60_000);
      await idle.get(actions).expect(200);
      await later(IDLE_MS - 60_000);
      await later(120_000);
      expectProblem(await idle.get(actions), 'authentication_failed');
      for (let halfDays = 2; halfDays < 14; halfDays += 1) await later(IDLE_MS - 60_000);
      app.clock.reset();
      app.clock.advance(WEEK_MS + 1_000);
      expectProblem(await busy.get(actions), 'authentication_failed');
    } finally {
      app.clock.reset();
    }
  });

  it('ends at once when the person logs out, here or everywhere', async () => {
    const { person, actions } = await scene();
    const [here, there, other] = [
      await logIn(app, person.id),
      await logIn(app, person.id),
      await logIn(app, person.id),
    ];
    const link = await aLink(app, person.id);
    const { headers } = await here.request('delete', '/api/session').expect(204);
    expect(headers['set-cookie']![0]).toMatch(/^daybook-\d+=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expectProblem(await here.get(actions), 'authentication_failed');
    await there.get(actions).expect(200);
    await there.request('delete', '/api/sessions').expect(204);
    expectProblem(await other.get(actions), 'authentication_failed');
    expectProblem(await use(link), 'authentication_failed');
  });

  it('ends with the next request when the contact is deactivated or loses its role', async () => {
    const { person, actions } = await scene();
    const browser = await logIn(app, person.id);
    const update = async (change: string) => {
      await app.dataSource.query(`UPDATE company_contact SET ${change} WHERE id = $1`, [person.id]);
      await announced(app);
    };
    await update(`access_role = 'viewer'`);
    expect((await browser.get('/api/session').expect(200)).body.scopes).toEqual(['read']);
    await update('active = false');
    expectProblem(await browser.get(actions), 'authentication_failed');
    await update('active = true');
    await update(`email = 'somebody-else@example.com'`);
    expectProblem(await browser.get(actions), 'authentication_failed');
  });

  it('gives way to a token in the same request', async () => {
    const { person, actions, token } = await scene();
    const browser = await logIn(app, person.id);
    expectProblem(
      await browser.get(actions).set('Authorization', 'Token dbk_wrong'),
      'authentication_failed',
    );
    expectProblem(
      await browser.get('/api/session').set('Authorization', `Token ${token}`),
      'not_authenticated',
    );
  });
});

it('does not log in twice with the session that an attacker has planted', async () => {
  const { person, actions } = await scene();
  const planted = await logIn(app, person.id);
  const link = await aLink(app, person.id);
  const response = await planted.request('post', '/api/session').send({ link }).expect(200);
  expect(cookiesOf(response)[0]).not.toBe(planted.cookie);
  expectProblem(await planted.get(actions), 'authentication_failed');
});
