import { type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from './response-fields.js';

interface PageResponse<Item> {
  count: number;
  page: number;
  page_size: number;
  data: Item[];
}

/** The schema of a page of items. */
export function pageOf<Item>(item: Type<Item>, name: string): Type<PageResponse<Item>> {
  class Page implements PageResponse<Item> {
    @IntegerField('The number of results on all pages.', 1)
    count: number;

    @IntegerField('The number of this page, from 1.', 1)
    page: number;

    @IntegerField('The number of results on this page.', 1)
    page_size: number;

    @ApiProperty({ type: [item], description: 'The results on this page.' })
    data: Item[];
  }
  Object.defineProperty(Page, 'name', { value: name });
  return Page;
}

interface ListResponse<Item> extends Omit<PageResponse<Item>, 'count' | 'page'> {
  count?: number;
  page?: number;
  next_cursor?: string | null;
}

/** The schema of a page of items, by its number or after a cursor. */
export function listOf<Item>(item: Type<Item>, name: string): Type<ListResponse<Item>> {
  class Page implements ListResponse<Item> {
    @IntegerField(
      'The number of results on all pages. With `cursor`, only if `count=true`; always without it.',
      1,
      { required: false },
    )
    count?: number;

    @IntegerField('The number of this page, from 1; absent with `cursor`.', 1, { required: false })
    page?: number;

    @IntegerField('The number of results on this page.', 1)
    page_size: number;

    @TextField('With `cursor`: the cursor of the next page; null on the last page.', null, {
      required: false,
      nullable: true,
    })
    next_cursor?: string | null;

    @ApiProperty({ type: [item], description: 'The results on this page.' })
    data: Item[];
  }
  Object.defineProperty(Page, 'name', { value: name });
  return Page;
}
