import { QueryBooleanInput } from '../../input/fields.js';
import { SearchQuery } from '../../input/list.query.js';
import type { CustomerFilter } from '../ledger-lists.js';

export class ListCustomersQuery extends SearchQuery implements CustomerFilter {
  @QueryBooleanInput({
    description: 'Only customers that are on hold (`true`), or only all others (`false`).',
  })
  held?: boolean;
}
