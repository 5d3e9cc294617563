import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const run = promisify(execFile);
const app = useApp();

/** Calls what an example exports, in a process of its own. */
async function call(module: string, name: string, ...values: unknown[]): Promise<unknown> {
  const script = `
    import { ${name} } from './dist/client/${module}.js';
    console.log(JSON.stringify(await ${name}(${values.map((value) => JSON.stringify(value)).join(', ')})));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout);
}

describe('a client generated from openapi.yaml', () => {
  beforeAll(async () => {
    await run('npx', ['openapi-typescript', 'openapi.yaml', '-o', 'examples/client/schema.d.ts']);
    await run('npx', ['tsc', '-p', 'examples/client']);
  });

  it('compiles, and takes the README’s tour', async () => {
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

  it('keeps the books and proposes, each with the scopes that it needs, until the invoice is paid', async () => {
    const { make, company, client } = await createTenant(app);
    const tenant = await make.aToken([company], { scopes: ['read', 'ledger'] });
    const agent = await make.aToken([company], { scopes: ['read', 'propose'] });
    const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged });
    const inbox = async () => (await client.list({ category: 'needs_action' })).body.count as number;

    const owed = { invoices: counts(1, 0, 0), owed: ['1250.00'] };
    expect(await call('books', 'keepBooks', app.url, tenant, false)).toEqual(owed);
    expect(await call('agent', 'propose', app.url, agent)).toEqual([{ ok: true, created: true }]);
    expect(await call('agent', 'propose', app.url, agent)).toEqual([{ ok: true, created: false }]);
    expect(await inbox()).toBe(1);

    const paid = { invoices: counts(0, 1, 0), owed: [] };
    expect(await call('books', 'keepBooks', app.url, tenant, true)).toEqual(paid);
    expect(await inbox()).toBe(0);
    expect(await call('agent', 'propose', app.url, agent)).toEqual([]);
  });
});
