import { type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from './response-fields.js';

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
