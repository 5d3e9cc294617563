import { createHash } from 'node:crypto';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/**
 * The Merkle tree of RFC 6962, section 2.1, to which leaves are only added. Keeps the roots of its complete subtrees, at most one
 * for each power of two, from which it can continue later.
 */
export class MerkleTree {
  /** Roots of complete subtrees, the largest first. */
  private readonly peaks: Buffer[] = [];
  private leaves = 0;

  /** @param peaks as `state.peaks` returned them */
  static from({ size, peaks }: { size: number; peaks: readonly string[] }): MerkleTree {
    const tree = new MerkleTree();
    tree.leaves = size;
    tree.peaks.push(...peaks.map((peak) => Buffer.from(peak, 'hex')));
    return tree;
  }

  append(text: string): void {
    let node = hash(LEAF, Buffer.from(text));
    // Each bit of the size that is set stands for a complete subtree; not with bit operators, which have 32 bits.
    for (let size = this.leaves; size % 2 === 1; size = Math.floor(size / 2))
      node = hash(NODE, this.peaks.pop()!, node);
    this.peaks.push(node);
    this.leaves += 1;
  }

  get size(): number {
    return this.leaves;
  }

  /** The root, in hexadecimal. */
  get root(): string {
    if (this.peaks.length === 0) return createHash('sha256').digest('hex');
    return this.peaks.reduceRight((right, left) => hash(NODE, left, right)).toString('hex');
  }

  get state(): { size: number; peaks: string[] } {
    return { size: this.leaves, peaks: this.peaks.map((peak) => peak.toString('hex')) };
  }
}

function hash(...parts: Buffer[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}
