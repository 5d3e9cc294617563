import { SearchInput, QueryIntegerInput } from './fields.js';
import { LIMITS } from '../limits.js';

/** What every list takes. */
export class PageQuery {
  @QueryIntegerInput({
    max: LIMITS.page,
    fallback: 1,
    description: 'Which page; one past the end is empty.',
    example: 1,
  })
  page: number = 1;

  @QueryIntegerInput({
    max: LIMITS.pageSize,
    fallback: LIMITS.defaultPageSize,
    description: 'How many results a page may hold.',
    example: LIMITS.defaultPageSize,
  })
  page_size: number = LIMITS.defaultPageSize;
}

export class SearchQuery extends PageQuery {
  @SearchInput({ description: 'Case-insensitive text to find anywhere in a name or number.' })
  search?: string;
}
