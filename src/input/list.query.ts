import { SearchInput, QueryIntegerInput } from './fields.js';
import { LIMITS } from '../limits.js';

/** The query parameters of every list. */
export class PageQuery {
  @QueryIntegerInput({
    max: LIMITS.page,
    fallback: 1,
    description: 'The page number, from 1. A page past the end is empty.',
    example: 1,
  })
  page: number = 1;

  @QueryIntegerInput({
    max: LIMITS.pageSize,
    fallback: LIMITS.defaultPageSize,
    description: 'The maximum number of results on a page.',
    example: LIMITS.defaultPageSize,
  })
  page_size: number = LIMITS.defaultPageSize;
}

export class SearchQuery extends PageQuery {
  @SearchInput({
    description: 'Text to find, ignoring case and accents, in the names and identifiers of the results.',
  })
  search?: string;
}
