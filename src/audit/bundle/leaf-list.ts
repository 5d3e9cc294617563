const DIGEST_BYTES = 32;
const INITIAL_SIZE = 1_024;

interface Leaf {
  seq: string;
  hash: string;
}

/** The numbers and hashes of all entries, packed, to read them in another order than that of the file. */
export class LeafList {
  private seqs = new Float64Array(INITIAL_SIZE);
  private hashes = Buffer.alloc(INITIAL_SIZE * DIGEST_BYTES);
  private size = 0;

  /** Passes rows on, and keeps what it needs of them. */
  async *collect<Row extends Leaf>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
    for await (const row of rows) {
      this.add(row);
      yield row;
    }
  }

  /** By number. */
  async *inOrder(): AsyncGenerator<Leaf> {
    const { seqs, hashes } = this;
    const order = Uint32Array.from({ length: this.size }, (_, index) => index);
    order.sort((a, b) => seqs[a]! - seqs[b]!);
    for (const index of order) {
      const start = index * DIGEST_BYTES;
      yield { seq: String(seqs[index]), hash: hashes.toString('hex', start, start + DIGEST_BYTES) };
    }
  }

  private add({ seq, hash }: Leaf): void {
    if (this.size === this.seqs.length) this.grow();
    this.seqs[this.size] = Number(seq);
    this.hashes.write(hash, this.size * DIGEST_BYTES, 'hex');
    this.size += 1;
  }

  private grow(): void {
    const seqs = new Float64Array(this.size * 2);
    seqs.set(this.seqs);
    const hashes = Buffer.alloc(this.hashes.length * 2);
    this.hashes.copy(hashes);
    [this.seqs, this.hashes] = [seqs, hashes];
  }
}
