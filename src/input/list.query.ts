import { EnumInput, inputField, QueryBooleanInput, QueryIntegerInput, SearchInput } from './fields.js';
import { Must } from './must.decorator.js';
import { LIMITS } from '../limits.js';

const PageInput = (): PropertyDecorator =>
  QueryIntegerInput({
    max: LIMITS.page,
    fallback: 1,
    description: 'The page number, from 1. A page past the end is empty.',
    example: 1,
  });

const PageSizeInput = (): PropertyDecorator =>
  QueryIntegerInput({
    max: LIMITS.pageSize,
    fallback: LIMITS.defaultPageSize,
    description: 'The maximum number of results on a page.',
    example: LIMITS.defaultPageSize,
  });

/** The query parameters of every list. */
export class PageQuery {
  @PageInput()
  page: number = 1;

  @PageSizeInput()
  page_size: number = LIMITS.defaultPageSize;
}

export class SearchQuery extends PageQuery {
  @SearchInput({
    description: 'Text to find, ignoring case and accents, in the names and identifiers of the results.',
  })
  search?: string;
}

export const LIST_FORMATS = ['json', 'csv', 'ndjson'] as const;

/** The query parameters of a list that is also available by cursor and as an export; the class declares the last three itself. */
export abstract class ListQuery {
  /** Absent is the first page, unless there is a cursor. */
  @PageInput()
  page?: number;

  @PageSizeInput()
  page_size: number = LIMITS.defaultPageSize;

  abstract cursor?: string;
  abstract count?: boolean;
  abstract format?: (typeof LIST_FORMATS)[number];
}

/** Decorators of the parameters that come after the filters, so that the places of earlier ones in generated clients stay. */
export const CursorInput = (): PropertyDecorator =>
  inputField(
    { type: String, minLength: 1, maxLength: LIMITS.cursor },
    {
      description:
        'Instead of `page`: `start`, then the `next_cursor` of the page before. Every row that stays in the list at its place is on exactly ' +
        'one page, however rows before it come and go; late pages are as fast as early ones. Belongs to the list with its filters.',
    },
    Must('page', 'cannot be combined with page', (_, query) => (query as ListQuery).page === undefined),
    Must(
      'cursor',
      'must be start, or the next_cursor of the page before',
      (value) => typeof value === 'string' && value !== '' && value.length <= LIMITS.cursor,
    ),
  );

export const CountInput = (): PropertyDecorator =>
  QueryBooleanInput({
    description: 'With `cursor`: whether to count the results of the whole list, which takes longer.',
  });

export const FormatInput = (): PropertyDecorator =>
  EnumInput({
    of: LIST_FORMATS,
    description:
      '`csv` and `ndjson` (a JSON object per line) export all results of the list instead of a page. Defaults to what `Accept` names, ' +
      'otherwise to `json`.',
  });

const PARAMETERS_OF_PAGES = ['page', 'page_size', 'cursor', 'count', 'format'];

/** The filters of a query, without what selects a part of their results. */
export const filterOf = <Query extends ListQuery>(query: Query): Omit<Query, keyof ListQuery> =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !PARAMETERS_OF_PAGES.includes(name))) as Omit<
    Query,
    keyof ListQuery
  >;
