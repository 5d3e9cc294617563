import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AuditReport } from '../../src/audit/verify/audit-report.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cli, cliJson, killProcesses } from '../support/processes.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';

let url: string;
const app = useApp({}, async () => (url = await createMigratedDatabase()));
let environment: Record<string, string>;
let folder: string;
let company: string;

beforeAll(async () => {
  folder = await aFolder();
  environment = { DATABASE_URL: url, DATA_DIR: join(folder, 'data') };
  const tenant = await createTenantWithAgent(app);
  company = tenant.company.id;
  const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
  await tenant.client.perform('approve', body.actions[0].id).expect(200);
});
afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

it('audit key, checkpoint, export and verify work together, with OpenSSL too', async () => {
  const audit = (...args: string[]) => cliJson<Record<string, unknown>>(environment, 'audit', ...args);
  const key = await audit('key');
  const pem = join(folder, 'public.pem');
  await writeFile(pem, String(key.public_key));
  const { checkpoint } = (await audit('checkpoint', '--company', company)) as { checkpoint: object };
  expect(checkpoint).toMatchObject({ number: 1, actions: 2, entries: 4, key_id: key.key_id });
  expect(await audit('checkpoint', '--company', company)).toMatchObject({ checkpoint });

  const out = join(folder, 'bundle');
  expect(await audit('export', '--company', company, '--out', out)).toMatchObject({ actions: 2, entries: 4 });
  const verified = await audit('verify', '--company', company, '--key', pem);
  expect(verified).toMatchObject({ actions: 2, entries: 4, checkpoints: { compared: 1 }, broken: [] });
  const offline = await cliJson<AuditReport>({}, 'audit', 'verify', '--bundle', out, '--key', pem);
  expect(offline).toMatchObject({ actions: 2, entries: 4, key: { is_given: true }, broken: [] });
  const args = ['pkeyutl', '-verify', '-pubin', '-inkey', pem, '-rawin'];
  const files = ['-in', join(out, 'manifest.json'), '-sigfile', join(out, 'manifest.sig')];
  expect((await promisify(execFile)('openssl', [...args, ...files])).stdout).toContain(
    'Verified Successfully',
  );

  const entries = join(out, 'entries.jsonl');
  await writeFile(entries, (await readFile(entries, 'utf8')).replace('collections-desk', 'mallory'));
  const broken = await cli({}, 'audit', 'verify', '--bundle', out);
  expect(broken.code).toBe(1);
  expect((JSON.parse(broken.stdout) as AuditReport).broken.map(({ check }) => check)).toEqual([
    'hash',
    'file',
  ]);

  await sql(url, 'ALTER TABLE approval_log DISABLE TRIGGER ALL');
  await sql(url, `DELETE FROM approval_log; DELETE FROM delivery; DELETE FROM action`);
  const removed = await cli(environment, 'audit', 'verify', '--company', company);
  expect(removed.code).toBe(1);
  expect(JSON.parse(removed.stdout)).toMatchObject({
    actions: 0,
    broken: [{ check: 'checkpoint', checkpoint: 1 }],
  });
});

it.each([
  ['neither a company nor a bundle', [], 'give either --company <id> or --bundle <folder>'],
  ['a folder without a manifest', ['--bundle', '/nonexistent'], '/nonexistent/manifest.json'],
  ['a key file that is missing', ['--bundle', '/nonexistent', '--key', '/none.pem'], '/none.pem'],
])('audit verify with %s explains the error', async (_, args, message) => {
  const { stdout, stderr, code } = await cli({}, 'audit', 'verify', ...args);
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr).toContain(message);
});
