import { canonicalJson, sha256 } from '../../hashing.js';
import type { UnloggedActions } from '../verify/compare-logs.js';
import type { AuditKey, AuditPublicKey } from './audit-key.js';

/** What the approval log of a company was at one time. */
export interface Checkpoint {
  format: 1;
  company_id: string;
  /** Counts the checkpoints of a company and a key, from 1. */
  number: number;
  taken_at: string;
  actions: number;
  entries: number;
  /** The number (`seq`) of the last entry: the checkpoint covers all entries of the company with a number up to it. */
  last_seq: string;
  /** The root of the Merkle tree (RFC 6962) over the hashes of these entries, in the order of their numbers. */
  root: string;
  /** The roots of the complete subtrees of the tree, the largest first: the next checkpoint continues from them. */
  peaks: string[];
  /** The actions whose logs do not begin with a proposal. */
  unlogged: UnloggedActions;
  /** The SHA-256 of the line of the checkpoint before this one; null for the first. */
  previous: string | null;
  key_id: string;
}

/** A checkpoint as it is stored. */
export interface SignedCheckpoint {
  checkpoint: Checkpoint;
  /** Ed25519 over `signedText()`, in base64. */
  signature: string;
  /** The line of the file. */
  line: string;
}

/** The prefix keeps a signature from being used for anything else. */
const signedText = (checkpoint: Checkpoint): string => `daybook-checkpoint-1\n${canonicalJson(checkpoint)}`;

export function signCheckpoint(checkpoint: Checkpoint, key: AuditKey): SignedCheckpoint {
  const signature = key.sign(signedText(checkpoint));
  return { checkpoint, signature, line: canonicalJson({ checkpoint, signature }) };
}

export const isSignedBy = ({ checkpoint, signature }: SignedCheckpoint, key: AuditPublicKey): boolean =>
  checkpoint.key_id === key.id && key.verifies(signedText(checkpoint), signature);

/** Whether a checkpoint comes directly after another one. */
export const follows = (next: SignedCheckpoint, previous: SignedCheckpoint): boolean =>
  next.checkpoint.number === previous.checkpoint.number + 1 &&
  next.checkpoint.previous === sha256(previous.line) &&
  BigInt(next.checkpoint.last_seq) >= BigInt(previous.checkpoint.last_seq);

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Parses a line. Undefined if it is no checkpoint in this format: the end of a write that a power loss interrupted, for example. */
export function parseCheckpoint(line: string): SignedCheckpoint | undefined {
  let parsed: Partial<SignedCheckpoint> | null;
  try {
    parsed = JSON.parse(line) as Partial<SignedCheckpoint> | null;
  } catch {
    return undefined;
  }
  const { checkpoint, signature } = parsed ?? {};
  const isValid =
    typeof signature === 'string' &&
    checkpoint?.format === 1 &&
    typeof checkpoint.company_id === 'string' &&
    typeof checkpoint.key_id === 'string' &&
    isCount(checkpoint.number) &&
    isCount(checkpoint.actions) &&
    isCount(checkpoint.entries) &&
    typeof checkpoint.last_seq === 'string' &&
    /^\d{1,19}$/.test(checkpoint.last_seq) &&
    isHash(checkpoint.root) &&
    Array.isArray(checkpoint.peaks) &&
    checkpoint.peaks.every(isHash) &&
    isCount(checkpoint.unlogged?.count) &&
    isHash(checkpoint.unlogged?.sha256);
  return isValid ? { checkpoint, signature, line } : undefined;
}
