import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BundleExport } from '../../src/audit/bundle/bundle-export.js';
import { verifyBundle } from '../../src/audit/bundle/bundle-verify.js';
import type { Manifest } from '../../src/audit/bundle/manifest.js';
import { AuditKey } from '../../src/audit/checkpoints/audit-key.js';
import { CheckpointsService } from '../../src/audit/checkpoints/checkpoints.service.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createRichCompany, type RichCompany } from './rich-company.js';

const WAIT_MS = 60_000;
const folder = await mkdtemp(join(tmpdir(), 'daybook-bundle-'));
afterAll(() => rm(folder, { recursive: true }));
const app = useApp({ DATA_DIR: join(folder, 'data') });

let tenant: RichCompany;
let company: CompanyId;
let manifest: Manifest;
let key: AuditKey;
const bundle = join(folder, 'bundle');
/** A copy of the file of checkpoints from before the last entries. */
const earlier = join(folder, 'earlier.jsonl');

beforeAll(async () => {
  tenant = await createRichCompany(app);
  company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  const checkpoints = app.nest.get(CheckpointsService);
  await checkpoints.take(company, WAIT_MS);
  await cp(checkpoints.file, earlier);
  await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
  manifest = await app.nest.get(BundleExport).export(company, bundle, WAIT_MS);
  key = await checkpoints.key();
});

/** Changes a copy of the bundle, and verifies that. */
async function verifyChanged(change: (directory: string) => Promise<unknown>, options = {}) {
  const directory = await mkdtemp(join(folder, 'changed-'));
  await cp(bundle, directory, { recursive: true });
  await change(directory);
  return verifyBundle(directory, options);
}

/** Replaces the lines of a file, and signs a new manifest with a key. */
async function forge(
  directory: string,
  file: string,
  edit: (lines: string[]) => string[],
  signer?: AuditKey,
) {
  const path = join(directory, file);
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  await writeFile(
    path,
    edit(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  if (!signer) return;
  const { createHash } = await import('node:crypto');
  const bytes = await readFile(path);
  const digest = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const forged = JSON.stringify({
    ...manifest,
    files: { ...manifest.files, [file]: digest },
    key_id: signer.publicKey.id,
    public_key: signer.publicKey.pem,
  });
  await writeFile(join(directory, 'manifest.json'), forged);
  await writeFile(join(directory, 'manifest.sig'), Buffer.from(signer.sign(forged), 'base64'));
}

describe('an exported approval log', () => {
  it('has the entries, the actions, the checkpoints, and a signed manifest, for its owner only', async () => {
    expect((await readdir(bundle)).toSorted()).toEqual([
      'actions.jsonl',
      'checkpoints.jsonl',
      'entries.jsonl',
      'manifest.json',
      'manifest.sig',
    ]);
    expect((await stat(bundle)).mode & 0o777).toBe(0o700);
    expect((await stat(join(bundle, 'actions.jsonl'))).mode & 0o777).toBe(0o600);
    const [counts] = await tenant.select<{ actions: number; entries: number }>(
      `SELECT (SELECT count(*)::int FROM action WHERE company_id = $1) AS actions, count(*)::int AS entries
       FROM approval_log WHERE company_id = $1`,
    );
    expect(manifest).toMatchObject({ company_id: company, version: '0.1.0', ...counts });
    expect(manifest.checkpoint!.checkpoint).toMatchObject({ number: 2, entries: counts!.entries });
    expect(manifest.root).toBe(manifest.checkpoint!.checkpoint.root);
  });

  it('is intact, with the key and the checkpoints that were kept elsewhere, and without them', async () => {
    const { actions, entries } = manifest;
    const report = { company_id: company, actions, entries, broken: [], broken_count: 0 };
    const checkpoints = { compared: 2, unknown_key: 0, latest: { number: 2 } };
    expect(await verifyBundle(bundle)).toMatchObject({
      ...report,
      checkpoints,
      key: { id: manifest.key_id, is_given: false },
    });
    expect(await verifyBundle(bundle, { keys: [key.publicKey], checkpointsFile: earlier })).toMatchObject({
      ...report,
      checkpoints,
      key: { is_given: true },
    });
  });

  it('covers entries after the latest checkpoint too', async () => {
    const busy = join(folder, 'busy');
    await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    // No time to wait for a writer that holds the log.
    const { dataSource } = app;
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE approval_log IN ROW EXCLUSIVE MODE');
    const later = await app.nest.get(BundleExport).export(company, busy, 0);
    await runner.rollbackTransaction();
    await runner.release();
    expect(later.entries).toBe(later.checkpoint!.checkpoint.entries + 2);
    expect(await verifyBundle(busy)).toMatchObject({ entries: later.entries, broken: [] });
  });

  it('is not written into a directory that exists', async () => {
    await expect(app.nest.get(BundleExport).export(company, bundle, WAIT_MS)).rejects.toThrow('EEXIST');
  });

  it.each([
    ['entries.jsonl', (lines: string[]) => lines.slice(1)],
    ['entries.jsonl', (lines: string[]) => lines.map((line) => line.replace('collections-desk', 'mallory'))],
    ['entries.jsonl', (lines: string[]) => [...lines, '{"id": 7}', 'nonsense', '[]', 'null']],
    ['actions.jsonl', (lines: string[]) => lines.map((line) => line.replace('Another draft.', 'Forged.'))],
    ['actions.jsonl', (lines: string[]) => [lines[1]!, lines[0]!, ...lines.slice(2)]],
    ['checkpoints.jsonl', (lines: string[]) => lines.slice(0, 1)],
  ])('shows that %s was changed', async (file, edit) => {
    const { broken } = await verifyChanged((directory) => forge(directory, file, edit));
    expect(broken.map(({ check }) => check)).toContain('file');
  });

  it.each([
    ['an entry was removed', 'entries.jsonl', (lines: string[]) => lines.slice(1), 'checkpoint'],
    [
      'an action was changed',
      'actions.jsonl',
      (lines: string[]) => lines.map((line) => line.replace('Another draft.', 'Forged.')),
      'draft',
    ],
    ['an action was removed', 'actions.jsonl', (lines: string[]) => lines.slice(1), 'action'],
    ['a line is no entry', 'entries.jsonl', (lines: string[]) => [...lines, '{"id": 7}'], 'format'],
  ])('shows that %s before the key of the installation signed it', async (_, file, edit, check) => {
    const { broken } = await verifyChanged((directory) => forge(directory, file, edit, key));
    expect(broken.map((finding) => finding.check)).not.toContain('manifest');
    expect(broken.map((finding) => finding.check)).toContain(check);
  });

  it('shows with the key that was kept elsewhere that another key signed it', async () => {
    const mallory = await AuditKey.readOrCreate(join(folder, 'mallory.pem'));
    const unchanged = (lines: string[]) => lines;
    const sign = (directory: string) => forge(directory, 'entries.jsonl', unchanged, mallory);
    const { broken } = await verifyChanged(sign, { keys: [key.publicKey] });
    expect(broken).toMatchObject([{ check: 'manifest' }]);
    expect(await verifyChanged(sign)).toMatchObject({
      broken: [],
      key: { is_given: false },
      checkpoints: { unknown_key: 2 },
    });
  });

  it('shows that the manifest was changed', async () => {
    const { broken } = await verifyChanged((directory) =>
      writeFile(join(directory, 'manifest.json'), JSON.stringify({ ...manifest, version: '0.2.0' })),
    );
    expect(broken).toMatchObject([{ check: 'manifest' }]);
  });

  it('is rejected without a manifest', async () => {
    await expect(verifyBundle(folder)).rejects.toThrow('manifest.json');
    const nonsense = (directory: string) => writeFile(join(directory, 'manifest.json'), 'null');
    await expect(verifyChanged(nonsense)).rejects.toThrow('is no manifest');
  });
});
