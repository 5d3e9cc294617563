/** One page of a list, and the number of rows on all pages. */
export interface Page<Row> {
  count: number;
  /** The number of rows on this page. */
  size: number;
  /** The rows of the page, or the first of them if they are long. */
  rows: Row[];
  /**
   * Reads the rows of the page that are not in `rows`, in batches of limited size; absent if there are none. Between two batches
   * it holds no connection, so the caller may be slow. A row that has changed in the meantime is returned as it is then.
   */
  rest?: () => AsyncGenerator<Row>;
}

export interface PageRequest {
  /** From 1. */
  page: number;
  page_size: number;
}

/** All rows of a page. */
export async function* allRows<Row>({ rows, rest }: Pick<Page<Row>, 'rows' | 'rest'>): AsyncGenerator<Row> {
  yield* rows;
  if (rest) yield* rest();
}

/** The rows of batches. */
export async function* flat<Row>(batches: AsyncIterable<Row[]>): AsyncGenerator<Row> {
  for await (const batch of batches) yield* batch;
}
