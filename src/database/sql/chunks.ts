/** To prepare the rows of one statement must not stall the event loop. */
export const ROWS_PER_STATEMENT = 250;

export function* chunks<T>(rows: readonly T[], size = ROWS_PER_STATEMENT): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) {
    yield rows.slice(start, start + size);
  }
}
