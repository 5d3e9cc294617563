import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** The files of a folder and their texts, by their paths in it. */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.ts'));
  const texts = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

describe('a client generated from openapi.yaml', () => {
  beforeAll(() => run('npx', ['tsc', '-p', 'examples/client']));

  it('is as the generator makes it (npm run client)', async () => {
    const config = 'examples/client/openapi-ts.config.js';
    await run('npx', ['openapi-ts', '-f', config, '-o', 'dist/generated-client']);
    expect(await textsIn('dist/generated-client')).toEqual(await textsIn('examples/client/generated'));
  });

  it('takes the README’s tour', async () => {
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
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([{ ok: true, created: true }]);
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([{ ok: true, created: false }]);
    expect(await inbox()).toBe(1);

    const paid = { invoices: counts(0, 1, 0), owed: [] };
    expect(await call('books', 'keepBooks', app.url, tenant, true)).toEqual(paid);
    expect(await inbox()).toBe(0);
    expect(await call('agent', 'recommend', app.url, agent)).toEqual([]);
  });
});
