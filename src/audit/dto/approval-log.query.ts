import { DateInput, EnumInput, KeyInput, UuidInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import type { LogFilter } from '../../actions/store/log/approval-log-store.js';
import { type LogCommand, LOG_COMMANDS } from '../../actions/lifecycle/transitions.js';

export const LOG_FORMATS = ['json', 'csv'] as const;

export class ApprovalLogQuery extends PageQuery implements LogFilter {
  @EnumInput({
    of: LOG_COMMANDS,
    list: true,
    description: 'Only entries with one of these commands, comma-separated (`approve,reject`).',
  })
  command?: LogCommand[];

  @UuidInput({ description: 'Only entries with the contact of this id as `approved_by`.' })
  approved_by?: string;

  @KeyInput({ description: 'Only entries of the token with this name, or of `system`.' })
  actor?: string;

  @DateInput({ description: 'Only entries that were created on or after this day, in UTC.' })
  created_after?: string;

  @Must('order', 'must not be before created_after', (value, query) => {
    const after = (query as ApprovalLogQuery).created_after;
    return after === undefined || String(value) >= after;
  })
  @DateInput({ description: 'Only entries that were created on or before this day, in UTC.' })
  created_before?: string;

  @EnumInput({
    of: LOG_FORMATS,
    description: 'The format of the page. Defaults to CSV with `Accept: text/csv`, otherwise to JSON.',
  })
  format?: (typeof LOG_FORMATS)[number];
}
