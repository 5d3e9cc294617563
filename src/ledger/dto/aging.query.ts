import { DateInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';

export class AgingQuery extends PageQuery {
  @DateInput({ description: 'The day on which days overdue are counted. Defaults to today, in UTC.' })
  as_of?: string;
}
