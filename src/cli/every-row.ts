import type { Page, PageRequest } from '../database/page.js';

/** Reads all pages of a list. */
export async function everyRow<Row>(list: (page: PageRequest) => Promise<Page<Row>>): Promise<Row[]> {
  const all: Row[] = [];
  for (let page = 1; ; page++) {
    const { count, rows } = await list({ page, page_size: 500 });
    all.push(...rows);
    if (rows.length === 0 || all.length >= count) return all;
  }
}
