import type { SignedCheckpoint } from '../checkpoints/checkpoint.js';
import type { FileDigest } from '../files/json-lines.js';

/** The files of a bundle that the manifest vouches for. */
export const FILES = ['entries.jsonl', 'actions.jsonl', 'checkpoints.jsonl'] as const;
export const MANIFEST = 'manifest.json';
/** The Ed25519 signature of the bytes of the manifest: 64 bytes. */
export const SIGNATURE = 'manifest.sig';

/** What an exported approval log contains. */
export interface Manifest {
  format: 1;
  company_id: string;
  exported_at: string;
  /** The version of Daybook. */
  version: string;
  actions: number;
  entries: number;
  /** The times of the first and the last entry; null without entries. */
  from: string | null;
  to: string | null;
  /** The root of the Merkle tree (RFC 6962) over the hashes of all entries, in the order of their numbers. */
  root: string;
  /** The latest checkpoint; null without one. */
  checkpoint: Pick<SignedCheckpoint, 'checkpoint' | 'signature'> | null;
  key_id: string;
  /** PEM. */
  public_key: string;
  files: Record<(typeof FILES)[number], FileDigest>;
}
