import { DateInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';

export class AgingQuery extends PageQuery {
  @DateInput({
    description:
      'The day of the balances, on which days overdue are counted. Not before the earliest issue date in the ledger. Defaults to ' +
      'today, in UTC.',
  })
  as_of?: string;
}
