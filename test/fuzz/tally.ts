/** How many answers of which status each operation gave. */
export class Tally {
  private readonly counts = new Map<string, Record<string, number>>();

  note(operation: string, status: number): void {
    const count = this.counts.get(operation) ?? {};
    this.counts.set(operation, { ...count, [status]: (count[status] ?? 0) + 1 });
  }

  of(operation: string, status: number): number {
    return this.counts.get(operation)?.[status] ?? 0;
  }

  /** Answers with 2xx. */
  good(operation: string): number {
    return this.of(operation, 200) + this.of(operation, 201);
  }

  get total(): number {
    return [...this.counts.values()].flatMap((count) => Object.values(count)).reduce((sum, n) => sum + n, 0);
  }

  toString(): string {
    const lines = [...this.counts].map(([operation, count]) => {
      const statuses = Object.entries(count).map(([status, n]) => `${status}: ${n}`);
      return `  ${operation.padEnd(21)} ${statuses.join('  ')}`;
    });
    return lines.toSorted().join('\n');
  }
}
