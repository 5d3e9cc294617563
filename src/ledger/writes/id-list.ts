const BYTES = 16;
const NONE = Buffer.alloc(BYTES);

/** UUIDs by index, in 16 bytes each: the ids of the invoices that millions of rows update. */
export class IdList {
  private bytes = Buffer.alloc(256 * BYTES);

  set(index: number, id: string): void {
    const at = index * BYTES;
    if (at >= this.bytes.length) {
      const larger = Buffer.alloc(Math.max(2 * this.bytes.length, at + BYTES));
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    this.bytes.write(id.replaceAll('-', ''), at, 'hex');
  }

  delete(index: number): void {
    NONE.copy(this.bytes, index * BYTES);
  }

  get(index: number): string | undefined {
    const at = index * BYTES;
    if (at >= this.bytes.length || NONE.equals(this.bytes.subarray(at, at + BYTES))) return undefined;
    const hex = this.bytes.toString('hex', at, at + BYTES);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
