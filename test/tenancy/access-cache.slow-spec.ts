import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { poolOf } from '../../src/database/connection/pool.js';
import { Notifications } from '../../src/database/notifications/notifications.js';
import { LIMITS } from '../../src/limits.js';
import { scopesOf } from '../../src/tenancy/contacts/access-roles.js';
import { parseToken } from '../../src/tenancy/token-format.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { type RunningApp, startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { aPerson, Browser, logIn } from '../support/login.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const { accessCacheMs, signalPollMs } = LIMITS;
const limits: { accessCacheMs: number; signalPollMs: number } = LIMITS;
let url: string;
/** Two processes on one database. */
let apps: [RunningApp, RunningApp];
let tenant: Tenant;

beforeAll(async () => {
  // What is kept ends by announcements alone.
  Object.assign(limits, { accessCacheMs: 3_600_000, signalPollMs: 3_600_000 });
  url = await createMigratedDatabase();
  apps = [await startApp(url), await startApp(url)];
});
afterAll(async () => {
  Object.assign(limits, { accessCacheMs, signalPollMs });
  for (const { nest } of apps) await nest.close();
});
beforeEach(async () => {
  tenant = await createTenant(apps[0]);
});

const until = async (isDone: () => boolean | Promise<boolean>): Promise<void> => {
  for (let n = 0; n < 2_000; n += 1) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen.');
};
const statusIn = async (app: RunningApp, token = tenant.token): Promise<number> =>
  (await new Client(app.url, token, tenant.company).get('/contacts')).status;

/** How often a request takes a connection: once for the list, and once more if the token is looked up. */
async function connectionsOf(app: RunningApp, send: () => Promise<unknown>): Promise<number> {
  const pool = poolOf(app.dataSource);
  let count = 0;
  const onAcquire = () => void (count += 1);
  pool.on('acquire', onAcquire);
  await send();
  pool.off('acquire', onAcquire);
  return count;
}

/** Sends requests until the token is kept. */
const warm = (app: RunningApp, token = tenant.token) =>
  until(async () => (await connectionsOf(app, () => statusIn(app, token))) === 1);

const aBoundToken = async (): Promise<{ token: string; person: string }> => {
  const { id } = await aPerson(tenant, 'decider');
  const { token } = await apps[0].nest.get(TokensService).create({
    name: 'bound',
    companyIds: [tenant.company.id],
    scopes: [...scopesOf('decider')],
    expiresAt: null,
    contact: { company: tenant.company.id as never, id },
  });
  return { token, person: id };
};

it('a token is looked up once, and one that is revoked is refused from the next request on', async () => {
  for (const app of apps) await warm(app);
  await apps[0].nest.get(TokensService).revoke(parseToken(tenant.token)!.id);
  expect(await statusIn(apps[0])).toBe(401);
  await until(async () => (await statusIn(apps[1])) === 401);
});

it('a wrong secret is refused while the token is kept', async () => {
  await warm(apps[0]);
  const wrong = tenant.token.slice(0, -4) + (tenant.token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  expect(await statusIn(apps[0], wrong)).toBe(401);
});

it('a token without access to a company gets it with the next request', async () => {
  const other = await createTenant(apps[0]);
  const id = parseToken(other.token)!.id;
  for (const app of apps) expect(await statusIn(app, other.token)).toBe(404);
  await sql(url, 'INSERT INTO api_token_company VALUES ($1, $2)', [id, tenant.company.id]);
  for (const app of apps) expect(await statusIn(app, other.token)).toBe(200);
});

it('a token is refused when it expires', async () => {
  const { token } = await apps[0].nest.get(TokensService).create({
    name: 'short',
    companyIds: [tenant.company.id],
    scopes: ['read'],
    expiresAt: new Date(Date.now() + 3_000),
  });
  expect(await statusIn(apps[0], token)).toBe(200);
  await until(async () => (await statusIn(apps[0], token)) === 401);
});

describe('a change by hand', () => {
  it.each([
    ['UPDATE api_token SET revoked_at = now() WHERE id = $1', 401],
    ['UPDATE api_token SET expires_at = now() WHERE id = $1', 401],
    [`UPDATE api_token SET scopes = '{propose}' WHERE id = $1`, 403],
    [`UPDATE api_token SET secret_sha256 = repeat('0', 64) WHERE id = $1`, 401],
    ['DELETE FROM api_token_company WHERE api_token_id = $1', 404],
    ['UPDATE company_contact SET active = false WHERE id = $2', 401],
    ['UPDATE company_contact SET access_id = gen_random_uuid() WHERE id = $2', 401],
    [`UPDATE company_contact SET email = 'other@example.com' WHERE id = $2`, 401],
    [
      'UPDATE company_contact SET access_role = NULL, access_email = NULL, access_id = NULL WHERE id = $2',
      401,
    ],
  ])('counts in all processes: %s', async (statement, status) => {
    const { token, person } = await aBoundToken();
    for (const app of apps) await warm(app, token);
    const id = parseToken(token)!.id;
    await sql(url, statement.replaceAll('$1', `'${id}'`).replaceAll('$2', `'${person}'`));
    for (const app of apps) await until(async () => (await statusIn(app, token)) === status);
  });

  it('of what no look-up reads is not announced', async () => {
    await logIn(apps[0], (await aPerson(tenant)).id);
    const listener = new pg.Client({ connectionString: url });
    await listener.connect();
    let count = 0;
    listener.on('notification', () => void (count += 1));
    await listener.query('LISTEN daybook_access');
    await listener.query('UPDATE login_session SET seen_at = now()');
    await listener.query(`UPDATE company_contact SET role = 'Clerk', updated_at = now()`);
    await listener.query(`DELETE FROM login_session WHERE ends_at < '2000-01-01'`);
    expect(count).toBe(0);
    await listener.query(`UPDATE company_contact SET name = name || ' II'`);
    expect(count).toBe(1);
    await listener.end();
  });
});

describe('in the process that changes it, and before the announcement arrives', () => {
  const TABLES = ['api_token', 'company_contact', 'login_session'];
  const setTriggers = async (state: 'ENABLE' | 'DISABLE') => {
    for (const table of TABLES) await sql(url, `ALTER TABLE ${table} ${state} TRIGGER USER`);
  };
  beforeAll(() => setTriggers('DISABLE'));
  afterAll(() => setTriggers('ENABLE'));

  it('a revocation counts', async () => {
    await warm(apps[0]);
    await apps[0].nest.get(TokensService).revoke(parseToken(tenant.token)!.id);
    expect(await statusIn(apps[0])).toBe(401);
  });

  it('a change of the role counts', async () => {
    const { token, person } = await aBoundToken();
    await warm(apps[0], token);
    await tenant.client.request('patch', `/contacts/${person}`).send({ access_role: null }).expect(200);
    expect(await statusIn(apps[0], token)).toBe(401);
  });

  it('a ledger sync that deactivates a contact counts', async () => {
    const { token, person } = await aBoundToken();
    await sql(url, `UPDATE company_contact SET external_id = 'E-1' WHERE id = '${person}'`);
    await warm(apps[0], token);
    const contact = { external_id: 'E-1', name: 'Ade Bello', email: 'ade@example.com', active: false };
    await tenant.client
      .request('put', '/ledger')
      .send({ contacts: [contact] })
      .expect(200);
    expect(await statusIn(apps[0], token)).toBe(401);
  });

  it('the end of a session counts', async () => {
    const browser = await logIn(apps[0], (await aPerson(tenant)).id);
    const path = `/api/companies/${tenant.company.id}/contacts`;
    await until(async () => (await connectionsOf(apps[0], () => browser.get(path))) === 1);
    await browser.request('delete', '/api/session').expect(204);
    await browser.get(path).expect(401);
  });
});

describe('a session', () => {
  const path = () => `/api/companies/${tenant.company.id}/contacts`;
  const statusOf = async (browser: Browser) => (await browser.get(path())).status;
  const warmSession = (app: RunningApp, browser: Browser) =>
    until(async () => (await connectionsOf(app, () => statusOf(browser))) === 1);

  it('is looked up once, and ends from the next request on', async () => {
    const person = await aPerson(tenant);
    const [here, there] = [await logIn(apps[0], person.id), await logIn(apps[0], person.id)];
    for (const browser of [here, there]) await warmSession(apps[0], browser);
    await here.request('delete', '/api/sessions').expect(204);
    for (const browser of [here, there]) expect(await statusOf(browser)).toBe(401);
  });

  it('that is kept still ends after its idle time', async () => {
    const browser = await logIn(apps[0], (await aPerson(tenant)).id);
    await warmSession(apps[0], browser);
    try {
      apps[0].clock.advance(LIMITS.sessionIdleMs + 1);
      expect(await statusOf(browser)).toBe(401);
    } finally {
      apps[0].clock.reset();
    }
  });
});

describe('without notifications', () => {
  const reliable = (app: RunningApp): boolean => app.nest.get(Notifications).isReliable;
  it('every request looks its token up, and what was kept before is forgotten', async () => {
    await warm(apps[0]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const admin = process.env.TEST_DATABASE_URL!;
    const name = new URL(url).pathname.slice(1);
    await sql(admin, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    try {
      await client.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT')`);
      await until(() => !reliable(apps[0]));
      for (let n = 0; n < 3; n += 1)
        expect(await connectionsOf(apps[0], () => statusIn(apps[0]))).toBeGreaterThan(1);
      await client.query('UPDATE api_token SET revoked_at = now() WHERE id = $1', [
        parseToken(tenant.token)!.id,
      ]);
      expect(await statusIn(apps[0])).toBe(401);
    } finally {
      await sql(admin, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      await client.end();
    }
    await until(() => reliable(apps[0]));
    tenant = await createTenant(apps[0]);
    await warm(apps[0]);
  });
});
