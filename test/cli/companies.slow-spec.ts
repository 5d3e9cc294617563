import { afterAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { cliJson, killProcesses } from '../support/processes.js';

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

afterAll(killProcesses);

describe('company', () => {
  it('create prints {id, name}, and list contains the company', async () => {
    const name = `Gruber & Söhne "Nord" 株式会社 ${process.pid}`;
    const created = await cliJson<{ id: string }>(environment, 'company', 'create', '--name', ` ${name} `);
    expect(created).toEqual({ id: expect.stringMatching(UUID), name });
    expect(await cliJson<object[]>(environment, 'company', 'list')).toContainEqual(created);
  });
});

describe('contact', () => {
  it('create prints {id, …}, and list prints the contacts of the company only', async () => {
    const { company, contact } = await createTenant(app);
    await createTenant(app);
    const options = ['--company', company.id, '--name', 'Ada Lind', '--email', 'ada@example.com'];
    const created = await cliJson<{ id: string }>(environment, 'contact', 'create', ...options);
    expect(created).toEqual({
      id: expect.stringMatching(UUID),
      name: 'Ada Lind',
      email: 'ada@example.com',
      active: true,
      access_role: null,
      created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    });
    expect(await cliJson(environment, 'contact', 'list', '--company', company.id)).toEqual([
      created,
      {
        id: contact.id,
        name: 'Dana Whitfield',
        email: 'dana@example.com',
        active: true,
        access_role: null,
        created_at: contact.createdAt.toISOString(),
      },
    ]);
  });

  it('create grants access with a role, and update changes and ends it', async () => {
    const { company } = await createTenant(app);
    const of = ['--company', company.id];
    const who = ['--name', 'Ada Lind', '--email', 'ada@example.com', '--access-role', 'admin'];
    const created = await cliJson<{ id: string }>(environment, 'contact', 'create', ...of, ...who);
    expect(created).toMatchObject({ access_role: 'admin' });
    const update = (role: string) =>
      cliJson(environment, 'contact', 'update', created.id, ...of, '--access-role', role);
    expect(await update('viewer')).toMatchObject({ access_role: 'viewer' });
    expect(await update('none')).toEqual({ ...created, access_role: null });
  });
});
