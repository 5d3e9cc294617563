import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { MerkleTree } from './merkle-tree.js';

const sha256 = (...parts: (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

/** The definition of RFC 6962, section 2.1. */
function rootOf(leaves: readonly string[]): Buffer {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return sha256('\0', leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256('\x01', rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

describe('MerkleTree', () => {
  it('has the root of RFC 6962 at every size', () => {
    const tree = new MerkleTree();
    const leaves: string[] = [];
    expect(tree.root).toBe(rootOf([]).toString('hex'));
    for (let size = 1; size <= 70; size++) {
      leaves.push(`leaf ${size}`);
      tree.append(`leaf ${size}`);
      expect([tree.size, tree.root]).toEqual([size, rootOf(leaves).toString('hex')]);
    }
  });

  it('continues from its state at every size', () => {
    const whole = new MerkleTree();
    let resumed = new MerkleTree();
    for (let size = 1; size <= 70; size++) {
      whole.append(`leaf ${size}`);
      resumed = MerkleTree.from(resumed.state);
      resumed.append(`leaf ${size}`);
    }
    expect(resumed.root).toBe(whole.root);
  });

  it('keeps one hash for each power of two', () => {
    const tree = new MerkleTree();
    for (let size = 0; size < 1_000; size++) tree.append('x');
    expect(tree.state.peaks).toHaveLength(6);
  });
});
