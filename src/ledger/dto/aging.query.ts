import { CalendarDay } from '../../http/fields.js';
import { PageQuery } from '../../http/list.query.js';

export class AgingQuery extends PageQuery {
  @CalendarDay({ description: 'The day by which days overdue are counted; today, in UTC, unless given.' })
  as_of?: string;
}
