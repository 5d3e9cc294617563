import { CalendarDay, Choice, Key, Uuid } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import { type Move, MOVE_NAMES } from '../../actions/lifecycle/transition.js';
import type { LogFilter } from '../audit.repository.js';

export const LOG_FORMATS = ['json', 'csv'] as const;

export class ApprovalLogQuery extends PageQuery implements LogFilter {
  @Choice({ of: MOVE_NAMES, list: true, description: 'Only what was done by these, comma-separated.' })
  command?: Move[];

  @Uuid({ description: 'Only what this contact decided.' })
  approved_by?: string;

  @Key({ description: 'Only what the token of this name did, or `system`.' })
  actor?: string;

  @CalendarDay({ description: 'First day, in UTC.' })
  created_after?: string;

  @Must('order', 'must not lie before created_after', (value, query) => {
    const after = (query as ApprovalLogQuery).created_after;
    return after === undefined || String(value) >= after;
  })
  @CalendarDay({ description: 'Last day, in UTC.' })
  created_before?: string;

  @Choice({
    of: LOG_FORMATS,
    description: 'How to write the page; `Accept: text/csv` asks for CSV too.',
  })
  format?: (typeof LOG_FORMATS)[number];
}
