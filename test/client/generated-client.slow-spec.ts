import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cliJson, killProcesses, startServer } from '../support/processes.js';
import { createTenant } from '../support/tenant.js';

const run = promisify(execFile);
const app = useApp();

/** Runs an example to its end, and returns the result that it prints. Fails if it exits with another status than 0. */
async function runExample(name: string, baseUrl: string, token: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, [
    'dist/client/examples/client/run.js',
    name,
    baseUrl,
    token,
  ]);
  return JSON.parse(stdout);
}

/** The contents of all TypeScript files of a folder, by relative path. */
async function sourcesIn(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.ts'));
  const sources = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(sources));
}

describe('the client that is generated from openapi.yaml', () => {
  beforeAll(() => run('npx', ['tsc', '-p', 'examples/client']));

  it('is up to date (npm run client)', async () => {
    const config = 'packages/client/openapi-ts.config.js';
    await run('npx', ['openapi-ts', '-f', config, '-o', 'dist/generated-client']);
    expect(await sourcesIn('dist/generated-client')).toEqual(await sourcesIn('packages/client/generated'));
  });

  it('can run the tour of the README', async () => {
    const { make, company, contact, token } = await createTenant(app);
    await make.anAction(company, { urgencyScore: 90 });
    await make.anAction(company, { urgencyScore: 40 });

    expect(await runExample('tour', app.url, token)).toEqual({
      waiting: 2,
      approved: 'processing',
      approvedBy: contact.name,
      goesOut: 'Hello, a short reminder of our open invoice.',
      rejected: 'cancelled',
      approvedAgain: 'invalid_state',
      inHistory: true,
    });
  });

  it('syncs a ledger and recommends actions until the invoice is paid, each with its own scopes', async () => {
    const { make, company, client } = await createTenant(app);
    const accounting = await make.aToken([company], { scopes: ['read', 'ledger'] });
    const agent = await make.aToken([company], { scopes: ['read', 'propose'] });
    const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged });
    const inboxCount = async () => (await client.list({ category: 'needs_action' })).body.count as number;

    const owed = { invoices: counts(1, 0, 0), owed: ['1250.00'] };
    expect(await runExample('books', app.url, accounting)).toEqual(owed);
    expect(await runExample('agent', app.url, agent)).toEqual([{ ok: true, created: true }]);
    expect(await runExample('agent', app.url, agent)).toEqual([{ ok: true, created: false }]);
    expect(await inboxCount()).toBe(1);

    const paid = { invoices: counts(0, 1, 0), owed: [] };
    expect(await runExample('books-paid', app.url, accounting)).toEqual(paid);
    expect(await inboxCount()).toBe(0);
    expect(await runExample('agent', app.url, agent)).toEqual([]);
  });

  it('H11: recommends an action on every open invoice, on more than one page', async () => {
    const { make, company, client } = await createTenant(app);
    const { id: customerId } = await make.aCustomer(company);
    for (let number = 0; number < 130; number++) {
      const status = number % 13 === 0 ? 'paid' : 'open';
      await make.anInvoice(company, { customerId, status });
    }
    const agent = await make.aToken([company], { scopes: ['read', 'propose'] });
    const results = await runExample('agent', app.url, agent);
    expect(results).toEqual(Array.from({ length: 120 }, () => ({ ok: true, created: true })));
    const { body } = await client.list({ category: 'needs_action', page_size: 500 }).expect(200);
    const invoices = new Set(body.data.map((action: { invoice: { id: string } }) => action.invoice.id));
    expect(invoices.size).toBe(120);
  });

  describe('on the demo company', () => {
    afterAll(async () => {
      await killProcesses();
      await removeFolders();
    });

    it('runs every example to its end', async () => {
      const settings = { DATA_DIR: join(await aFolder(), 'data') };
      const { url, stop } = await startServer(settings);
      const { company_id, token } = await cliJson<{ company_id: string; token: string }>(
        settings,
        'demo',
        'show',
      );
      const createToken = async (name: string, ...scopes: string[]) => {
        const options = ['--company', company_id, '--name', name, '--scope', ...scopes];
        return (await cliJson<{ token: string }>(settings, 'token', 'create', ...options)).token;
      };
      const get = async <T>(path: string): Promise<T> => {
        const headers = { Authorization: `Token ${token}` };
        return (await (await fetch(`${url}/api/companies/${company_id}${path}`, { headers })).json()) as T;
      };

      expect(await runExample('tour', url, token)).toMatchObject({
        approved: 'processing',
        goesOut: 'Hello, a short reminder of our open invoice.',
        rejected: 'cancelled',
        approvedAgain: 'invalid_state',
        inHistory: true,
      });

      const accounting = await createToken('accounting', 'read', 'ledger');
      const books = (created: number, updated: number) => ({ invoices: { created, updated, unchanged: 0 } });
      expect(await runExample('books', url, accounting)).toMatchObject(books(1, 0));

      const agent = await createToken('agent', 'read', 'propose');
      const results = (await runExample('agent', url, agent)) as { ok: boolean; created: boolean }[];
      const { count } = await get<{ count: number }>('/invoices?status=open');
      expect(results).toEqual(Array.from({ length: count }, () => ({ ok: true, created: true })));
      const inbox = await get<{ data: object[] }>('/actions?category=needs_action&search=INV-1042');
      expect(inbox.data).toMatchObject([
        { trigger_event: 'no_reply', effective_subject: 'Invoice INV-1042' },
      ]);

      expect(await runExample('books-paid', url, accounting)).toMatchObject(books(0, 1));
      expect(await get('/actions?category=needs_action&search=INV-1042')).toMatchObject({ count: 0 });
      await stop('SIGTERM');
    });
  });
});
