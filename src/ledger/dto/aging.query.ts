import { DateInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';

export class AgingQuery extends PageQuery {
  @DateInput({ description: 'The day by which days overdue are counted; today, in UTC, unless given.' })
  as_of?: string;
}
