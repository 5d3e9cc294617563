import type { Request } from 'express';
import { allRows, type Page, type PageRequest } from '../../database/page.js';
import { LargeJson, mapped } from './large-json.js';

type Size = Pick<Page<unknown>, 'count' | 'size'>;

/** The envelope of every list. Sets the Link header (RFC 8288), with relative URLs so that they work behind any proxy. */
export function envelope<Data>(
  request: Request,
  { page, page_size }: PageRequest,
  { count, size }: Size,
  data: Data,
): { count: number; page: number; page_size: number; data: Data } {
  setLinks(request, { page, page_size }, count);
  return { count, page, page_size: size, data };
}

/** The envelope of a list of short rows. */
export const pageEnvelope = <Row, Item>(
  request: Request,
  pageRequest: PageRequest,
  page: Page<Row>,
  toItem: (row: Row) => Item,
) =>
  envelope(
    request,
    pageRequest,
    page,
    page.rows.map((row) => toItem(row)),
  );

/** The envelope of a list of long rows (see Page). If not all of them were read, they are read while the response is sent. */
export const longPageEnvelope = <Row, Item>(
  request: Request,
  pageRequest: PageRequest,
  page: Page<Row>,
  toItem: (row: Row) => Item,
) =>
  page.rest
    ? new LargeJson(envelope(request, pageRequest, page, mapped(allRows(page), toItem)))
    : pageEnvelope(request, pageRequest, page, toItem);

function setLinks(request: Request, { page, page_size }: PageRequest, count: number): void {
  const last = Math.max(1, Math.ceil(count / page_size));
  const targets: [string, number][] = [['first', 1]];
  if (page > 1) targets.push(['prev', Math.min(page - 1, last)]);
  if (page < last) targets.push(['next', page + 1]);
  targets.push(['last', last]);
  request.res!.set('Link', targets.map(([rel, to]) => `<${urlOf(request, to)}>; rel="${rel}"`).join(', '));
}

function urlOf(request: Request, page: number): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('page', String(page));
  return url.pathname + url.search;
}
