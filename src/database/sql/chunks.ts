/** Stays below PostgreSQL's limit of 65,535 parameters in a statement. */
const ROWS_PER_STATEMENT = 1_000;

export function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}
