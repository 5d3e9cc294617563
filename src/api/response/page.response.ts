import { type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from './response-fields.js';

interface PageResponse<Item> {
  count: number;
  page: number;
  page_size: number;
  data: Item[];
}

/** The envelope's schema for one kind of item. */
export function pageOf<Item>(item: Type<Item>, name: string): Type<PageResponse<Item>> {
  class Page implements PageResponse<Item> {
    @IntegerField('How many there are in all, after every filter.', 1)
    count: number;

    @IntegerField('The page that was asked for.', 1)
    page: number;

    @IntegerField('How many this page holds: the length of `data`.', 1)
    page_size: number;

    @ApiProperty({ type: [item], description: 'The page itself.' })
    data: Item[];
  }
  Object.defineProperty(Page, 'name', { value: name });
  return Page;
}
