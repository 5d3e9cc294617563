import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const run = promisify(execFile);
const app = useApp();

/** Calls an exported function of an example in a new process, and returns its result. */
async function call(module: string, name: string, ...values: unknown[]): Promise<unknown> {
  const script = `
    import { ${name} } from './dist/client/${module}.js';
    console.log(JSON.stringify(await ${name}(${values.map((value) => JSON.stringify(value)).join(', ')})));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
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
    const config = 'examples/client/openapi-ts.config.js';
    await run('npx', ['openapi-ts', '-f', config, '-o', 'dist/generated-client']);
    expect(await sourcesIn('dist/generated-client')).toEqual(await sourcesIn('examples/client/generated'));
  });

  it('can run the tour of the README', async () => {
    const { make, company, contact, token } = await createTenant(app);
    await make.anAction(company, { urgencyScore: 90 });
    await make.anAction(company, { urgencyScore: 40 });

    expect(await call('tour', 'tour', app.url, token)).toEqual({
      waiting: 2,
      approved: 'processing',
      approvedBy: contact.name,
      finalContent: 'Hello, a short reminder of our open invoice.',
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
    expect(await call('books', 'keepBooks', app.url, accounting, false)).toEqual(owed);
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([{ ok: true, created: true }]);
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([{ ok: true, created: false }]);
    expect(await inboxCount()).toBe(1);

    const paid = { invoices: counts(0, 1, 0), owed: [] };
    expect(await call('books', 'keepBooks', app.url, accounting, true)).toEqual(paid);
    expect(await inboxCount()).toBe(0);
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([]);
  });

  it('H11: recommends an action on every open invoice, on more than one page', async () => {
    const { make, company, client } = await createTenant(app);
    const { id: customerId } = await make.aCustomer(company);
    for (let number = 0; number < 130; number++) {
      const status = number % 13 === 0 ? 'paid' : 'open';
      await make.anInvoice(company, { customerId, status });
    }
    const agent = await make.aToken([company], { scopes: ['read', 'propose'] });
    const results = await call('agent', 'recommend', app.url, agent);
    expect(results).toEqual(Array.from({ length: 120 }, () => ({ ok: true, created: true })));
    const { body } = await client.list({ category: 'needs_action', page_size: 500 }).expect(200);
    const invoices = new Set(body.data.map((action: { invoice: { id: string } }) => action.invoice.id));
    expect(invoices.size).toBe(120);
  });
});
