import type { Request } from 'express';
import type { Page, PageRequest } from '../../database/page.js';

/** The envelope of every list. Sets the Link header (RFC 8288), with relative URLs so that they work behind any proxy. */
export function pageEnvelope<Row, Item>(
  request: Request,
  { page, page_size }: PageRequest,
  { count, rows }: Page<Row>,
  toItem: (row: Row) => Item,
): { count: number; page: number; page_size: number; data: Item[] } {
  const last = Math.max(1, Math.ceil(count / page_size));
  const targets: [string, number][] = [['first', 1]];
  if (page > 1) targets.push(['prev', Math.min(page - 1, last)]);
  if (page < last) targets.push(['next', page + 1]);
  targets.push(['last', last]);
  request.res!.set('Link', targets.map(([rel, to]) => `<${urlOf(request, to)}>; rel="${rel}"`).join(', '));
  return { count, page, page_size: rows.length, data: rows.map((row) => toItem(row)) };
}

function urlOf(request: Request, page: number): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('page', String(page));
  return url.pathname + url.search;
}
