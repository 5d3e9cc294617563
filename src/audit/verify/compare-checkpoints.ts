import { groupBy } from '../../group-by.js';
import type { AuditPublicKey } from '../checkpoints/audit-key.js';
import { follows, isSignedBy, type SignedCheckpoint } from '../checkpoints/checkpoint.js';
import { MerkleTree } from '../checkpoints/merkle-tree.js';
import type { UnloggedActions } from './compare-logs.js';
import type { Findings } from './findings.js';

/** The checkpoints whose signature is valid, by the number of the last entry. */
export interface TrustedCheckpoints {
  trusted: SignedCheckpoint[];
  /** How many were signed by keys that are not at hand. */
  unknownKey: number;
}

/** Checks the signatures of checkpoints, and that none is missing between the first and the last one of a key. */
export function trustedCheckpoints(
  checkpoints: readonly SignedCheckpoint[],
  keys: readonly AuditPublicKey[],
  findings: Findings,
): TrustedCheckpoints {
  const known = checkpoints.filter(({ checkpoint }) => keys.some(({ id }) => id === checkpoint.key_id));
  const trusted: SignedCheckpoint[] = [];
  for (const signed of known) {
    if (keys.some((key) => isSignedBy(signed, key))) trusted.push(signed);
    else findings.add('checkpoint_signature', { checkpoint: signed.checkpoint.number });
  }
  trusted.sort((a, b) => (BigInt(a.checkpoint.last_seq) < BigInt(b.checkpoint.last_seq) ? -1 : 1));
  for (const ofKey of groupBy(trusted, ({ checkpoint }) => checkpoint.key_id).values()) {
    ofKey.sort((a, b) => a.checkpoint.number - b.checkpoint.number);
    ofKey.slice(1).forEach((signed, index) => {
      if (!follows(signed, ofKey[index]!))
        findings.add('checkpoint_sequence', { checkpoint: signed.checkpoint.number });
    });
  }
  return { trusted, unknownKey: checkpoints.length - known.length };
}

const AFTER_EVERY_SEQ = 2n ** 64n;

/**
 * Compares a log with all checkpoints in one pass. Of each key, only the first checkpoint that differs is reported: the change is in
 * an entry that the one before it does not cover, and all later ones differ too.
 * @param checkpoints by the number of the last entry
 * @param leaves all entries up to that of the last checkpoint, in the order of their numbers
 */
export async function compareCheckpoints(
  checkpoints: readonly SignedCheckpoint[],
  leaves: AsyncIterable<{ seq: string; hash: string }>,
  unlogged: UnloggedActions,
  findings: Findings,
): Promise<void> {
  const tree = new MerkleTree();
  const pending = [...checkpoints];
  const differing = new Set<string>();
  const compareBefore = (seq: bigint) => {
    for (; pending[0] && BigInt(pending[0].checkpoint.last_seq) < seq; pending.shift()) {
      const { number, entries, root, key_id } = pending[0].checkpoint;
      if (differing.has(key_id) || (tree.size === entries && tree.root === root)) continue;
      differing.add(key_id);
      findings.add('checkpoint', { checkpoint: number });
    }
  };
  for await (const { seq, hash } of leaves) {
    compareBefore(BigInt(seq));
    tree.append(hash);
  }
  compareBefore(AFTER_EVERY_SEQ);
  const last = checkpoints.at(-1)?.checkpoint;
  if (last && (last.unlogged.count !== unlogged.count || last.unlogged.sha256 !== unlogged.sha256))
    findings.add('checkpoint_actions', { checkpoint: last.number });
}
