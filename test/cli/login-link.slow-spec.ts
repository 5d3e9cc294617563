import { afterAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { aPerson, cookiesOf } from '../support/login.js';
import { cli, cliJson, killProcesses } from '../support/processes.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL!, PORT: '4321' };
afterAll(killProcesses);

const create = (settings: Record<string, string>, ...words: string[]) =>
  cliJson<{ url: string; expires_at: string }>(settings, 'login-link', 'create', ...words);
const secretIn = (url: string): string => url.slice(url.indexOf('#') + 1);

describe('login-link create', () => {
  it('prints a link with the address of the server, which logs the contact in once', async () => {
    const person = await aPerson(await createTenant(app));
    const before = Date.now();
    const link = await create(environment, '--contact', person.id);
    expect(link).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4321\/login#dbl_[\w-]{70}$/),
      expires_at: expect.any(String),
    });
    const hours = (Date.parse(link.expires_at) - before) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.5);
    const use = () =>
      request(app.url)
        .post('/api/session')
        .send({ link: secretIn(link.url) });
    const response = await use().expect(200);
    expect(response.body.contact.id).toBe(person.id);
    expect(cookiesOf(response)).toHaveLength(1);
    await use().expect(401);
  });

  it('takes PUBLIC_URL and a number of hours', async () => {
    const person = await aPerson(await createTenant(app));
    const settings = { ...environment, PUBLIC_URL: 'https://daybook.example' };
    const link = await create(settings, '--contact', person.id, '--hours', '1');
    expect(link.url).toMatch(/^https:\/\/daybook\.example\/login#dbl_/);
    expect(Date.parse(link.expires_at)).toBeLessThan(Date.now() + 3_600_000);
  });

  it('fails with a sentence for a contact that cannot log in, an unknown one, and hours out of range', async () => {
    const tenant = await createTenant(app);
    const inactive = await aPerson(tenant, 'decider', { active: false });
    const plain = await tenant.make.aContact(tenant.company, {});
    const failures = [
      ['--contact', inactive.id],
      ['--contact', plain.id],
      ['--contact', uuidv7()],
      ['--contact', inactive.id, '--hours', '0'],
      ['--contact', 'nobody'],
    ];
    for (const words of failures) {
      const { code, stdout, stderr } = await cli(environment, 'login-link', 'create', ...words);
      expect({ words, failed: code !== 0, stdout }).toEqual({ words, failed: true, stdout: '' });
      expect(stderr.trim()).toMatch(/^\S.*\.$/s);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  }, 60_000);
});
