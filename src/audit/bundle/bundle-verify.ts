import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditedEntry } from '../../actions/store/log/audit-rows.js';
import { AuditPublicKey } from '../checkpoints/audit-key.js';
import { readCheckpoints } from '../checkpoints/checkpoint-file.js';
import { MerkleTree } from '../checkpoints/merkle-tree.js';
import { type FileDigest, readLines } from '../files/json-lines.js';
import { type AuditReport, reportOf } from '../verify/audit-report.js';
import { compareCheckpoints, trustedCheckpoints } from '../verify/compare-checkpoints.js';
import { compareLogs } from '../verify/compare-logs.js';
import { Findings } from '../verify/findings.js';
import { parseAction, parseEntry } from './bundle-rows.js';
import { LeafList } from './leaf-list.js';
import { FILES, type Manifest, MANIFEST, SIGNATURE } from './manifest.js';

export interface BundleReport extends AuditReport {
  company_id: string;
  exported_at: string;
  /** The key of the manifest. `is_given` is false if it was taken from the bundle itself, which then proves only that it is complete. */
  key: { id: string; is_given: boolean };
}

/**
 * Verifies an exported approval log without a database: signature, files, chains, actions, root and checkpoints. Keeps 40 bytes of
 * each entry in memory.
 * @param keys public keys that were kept elsewhere
 * @param checkpointsFile a copy of the file of checkpoints that was kept elsewhere
 * @throws Error if the directory has no manifest
 */
export async function verifyBundle(
  directory: string,
  { keys = [], checkpointsFile }: { keys?: readonly AuditPublicKey[]; checkpointsFile?: string } = {},
): Promise<BundleReport> {
  const findings = new Findings();
  const { manifest, key, isGiven } = await readManifest(directory, keys, findings);
  const leaves = new LeafList();
  const read = <Row>(file: (typeof FILES)[number], parse: (line: string) => Row | undefined) =>
    rowsOf(directory, file, manifest.files[file], parse, findings);
  const logs = await compareLogs(
    read('actions.jsonl', parseAction),
    leaves.collect<AuditedEntry>(read('entries.jsonl', parseEntry)),
    findings,
  );
  for await (const _ of read('checkpoints.jsonl', (line) => line));
  const known = await readCheckpoints(join(directory, 'checkpoints.jsonl'), manifest.company_id);
  if (checkpointsFile) known.push(...(await readCheckpoints(checkpointsFile, manifest.company_id)));
  const distinct = [...new Map(known.map((signed) => [signed.line, signed])).values()];
  const { trusted, unknownKey } = trustedCheckpoints(distinct, [key, ...keys], findings);
  await compareCheckpoints(trusted, leaves.inOrder(), logs.unlogged, findings);
  const tree = new MerkleTree();
  for await (const { hash } of leaves.inOrder()) tree.append(hash);
  if (tree.root !== manifest.root || tree.size !== manifest.entries || logs.actions !== manifest.actions)
    findings.add('root', { file: MANIFEST });
  const { company_id, exported_at } = manifest;
  return {
    company_id,
    exported_at,
    key: { id: key.id, is_given: isGiven },
    ...reportOf(logs, trusted, unknownKey, findings),
  };
}

async function readManifest(
  directory: string,
  keys: readonly AuditPublicKey[],
  findings: Findings,
): Promise<{ manifest: Manifest; key: AuditPublicKey; isGiven: boolean }> {
  const bytes = await readFile(join(directory, MANIFEST));
  const signature = await readFile(join(directory, SIGNATURE));
  let manifest: Manifest;
  let ownKey: AuditPublicKey;
  try {
    manifest = JSON.parse(bytes.toString()) as Manifest;
    ownKey = AuditPublicKey.parse(manifest.public_key);
    const { format, files } = manifest;
    if (format !== 1 || FILES.some((file) => !files[file])) throw new Error('it has another format');
  } catch (error) {
    throw new Error(`${join(directory, MANIFEST)} is no manifest: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const given = keys.find(({ id }) => id === ownKey.id);
  const isTrusted = keys.length === 0 || given !== undefined;
  if (!isTrusted || !ownKey.verifies(bytes, signature.toString('base64')))
    findings.add('manifest', { file: MANIFEST });
  return { manifest, key: ownKey, isGiven: given !== undefined };
}

/** The rows of a file. A line that is no row is a finding, and so is another digest than the manifest's. */
async function* rowsOf<Row>(
  directory: string,
  file: string,
  expected: FileDigest,
  parse: (line: string) => Row | undefined,
  findings: Findings,
): AsyncGenerator<Row> {
  const lines = readLines(join(directory, file));
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      if (value.bytes !== expected.bytes || value.sha256 !== expected.sha256) findings.add('file', { file });
      return;
    }
    const row = parse(value);
    if (row === undefined) findings.add('format', { file });
    else yield row;
  }
}
