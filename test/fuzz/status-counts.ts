/** Counts the responses of each operation by status. */
export class StatusCounts {
  private readonly counts = new Map<string, Record<string, number>>();

  add(operation: string, status: number): void {
    const count = this.counts.get(operation) ?? {};
    this.counts.set(operation, { ...count, [status]: (count[status] ?? 0) + 1 });
  }

  count(operation: string, status: number): number {
    return this.counts.get(operation)?.[status] ?? 0;
  }

  /** Responses with 2xx. */
  successes(operation: string): number {
    return this.count(operation, 200) + this.count(operation, 201);
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
