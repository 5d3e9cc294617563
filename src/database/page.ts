/** One page of a list, and the number of rows on all pages. */
export interface Page<Row> {
  count: number;
  rows: Row[];
}

export interface PageRequest {
  /** From 1. */
  page: number;
  page_size: number;
}
