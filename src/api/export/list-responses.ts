import { Injectable } from '@nestjs/common';
import type { CursorPage, CursorRequest } from '../../database/keyset/read-list.js';
import type { Page, PageRequest } from '../../database/page.js';
import type { ListQuery } from '../../input/list.query.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { cursorEnvelope, longPageEnvelope } from '../response/page-envelope.js';
import { exportFormatOf } from './export-format.js';
import { type ExportedList, ListExports } from './list-exports.js';

/** A list that can be read by page, by cursor, and as a whole. */
interface List<Row, Item> extends ExportedList<Row, Item> {
  page(request: PageRequest): Promise<Page<Row>>;
  after(request: CursorRequest): Promise<CursorPage<Row>>;
}

/** Responds with the part of a list that a request asks for. */
@Injectable()
export class ListResponses {
  constructor(private readonly exports: ListExports) {}

  async of<Row, Item>(request: CallerRequest, query: ListQuery, list: List<Row, Item>): Promise<object> {
    const { page = 1, page_size, cursor, count } = query;
    const format = exportFormatOf(request, query);
    if (format) return this.exports.send(request, format, list);
    if (cursor !== undefined)
      return cursorEnvelope(request, await list.after({ cursor, page_size, count }), list.toItem);
    return longPageEnvelope(request, { page, page_size }, await list.page({ page, page_size }), list.toItem);
  }
}
