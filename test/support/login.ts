import request, { type Response, type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { LoginLinks } from '../../src/login/links/login-links.service.js';
import type { AccessRole } from '../../src/tenancy/contacts/access-roles.js';
import type { CompanyContact } from '../../src/tenancy/contacts/company-contact.entity.js';
import type { RunningApp } from './app.js';
import type { Tenant } from './tenant.js';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';

/** Creates a contact that can log in. */
export function aPerson(
  { make, company }: Pick<Tenant, 'make' | 'company'>,
  accessRole: AccessRole = 'decider',
  overrides: Partial<CompanyContact> = {},
): Promise<CompanyContact> {
  const email = overrides.email ?? `${uuidv7()}@example.com`;
  return make.aContact(company, { email, accessRole, accessEmail: email, accessId: uuidv7(), ...overrides });
}

/** The secret of a new one-time link of the operator. */
export async function aLink(app: Pick<RunningApp, 'nest'>, contactId: string, hours = 24): Promise<string> {
  const { url } = await app.nest.get(LoginLinks).create(contactId, 'http://127.0.0.1', hours);
  return url.slice(url.indexOf('#') + 1);
}

/** The cookies that a response sets, as a browser sends them back. */
export const cookiesOf = ({ headers }: Response): string[] =>
  ((headers['set-cookie'] ?? []) as unknown as string[]).map((cookie) => cookie.split(';')[0]!);

/** A browser with the cookie of a session, on a page of the server. */
export class Browser {
  constructor(
    readonly url: string,
    public cookie: string,
  ) {}

  request(method: Method, path: string): Test {
    const sent = request(this.url)[method](path).set('Cookie', this.cookie);
    return method === 'get' || method === 'head' ? sent : sent.set('Origin', this.url);
  }

  get(path: string): Test {
    return this.request('get', path);
  }
}

/** Logs a contact in by a link. */
export async function logIn(app: Pick<RunningApp, 'nest' | 'url'>, contactId: string): Promise<Browser> {
  const link = await aLink(app, contactId);
  const response = await request(app.url).post('/api/session').send({ link }).expect(200);
  return new Browser(app.url, cookiesOf(response)[0]!);
}
