import type { Request } from 'express';
import { START } from '../../database/keyset/list-cursor.js';
import type { CursorPage } from '../../database/keyset/read-list.js';
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

/** The envelope of the rows after a cursor. Sets the Link header too. */
export function cursorEnvelope<Row, Item>(
  request: Request,
  page: CursorPage<Row>,
  toItem: (row: Row) => Item,
) {
  const { count, size, rows, rest, next } = page;
  const targets = [
    ['first', START],
    ['next', next],
  ].flatMap(([rel, cursor]) => (cursor ? [linkOf(request, rel!, 'cursor', cursor)] : []));
  request.res!.set('Link', targets.join(', '));
  const head = { ...(count !== undefined && { count }), page_size: size, next_cursor: next };
  return rest
    ? new LargeJson({ ...head, data: mapped(allRows(page), toItem) })
    : { ...head, data: rows.map((row) => toItem(row)) };
}

function setLinks(request: Request, { page, page_size }: PageRequest, count: number): void {
  const last = Math.max(1, Math.ceil(count / page_size));
  const targets: [string, number][] = [['first', 1]];
  if (page > 1) targets.push(['prev', Math.min(page - 1, last)]);
  if (page < last) targets.push(['next', page + 1]);
  targets.push(['last', last]);
  request.res!.set('Link', targets.map(([rel, to]) => linkOf(request, rel, 'page', String(to))).join(', '));
}

function linkOf(request: Request, rel: string, parameter: 'page' | 'cursor', value: string): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set(parameter, value);
  return `<${url.pathname}${url.search}>; rel="${rel}"`;
}
