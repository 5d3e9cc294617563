import { QueryBooleanInput, SearchInput } from '../../input/fields.js';
import { CountInput, CursorInput, FormatInput, ListQuery } from '../../input/list.query.js';
import type { CustomerFilter } from '../ledger-lists.js';

export class ListCustomersQuery extends ListQuery implements CustomerFilter {
  @SearchInput({
    description: 'Text to find, ignoring case and accents, in the names and identifiers of the results.',
  })
  search?: string;

  @QueryBooleanInput({
    description: 'Only customers that are on hold (`true`), or only all others (`false`).',
  })
  held?: boolean;

  @CursorInput()
  cursor?: string;

  @CountInput()
  count?: boolean;

  @FormatInput()
  format?: ListQuery['format'];
}
