import { DateInput, EnumInput, KeyInput, QueryBooleanInput, UuidInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import { QueryTimeZoneInput } from '../../input/time-zone-input.js';
import { type Status, STATUSES } from '../../actions/lifecycle/statuses.js';
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

  @EnumInput({
    of: STATUSES,
    list: true,
    description:
      'Only entries of actions that had one of these statuses before, comma-separated. With `proposed,scheduled`: only decisions.',
  })
  from_status?: Status[];

  @UuidInput({ description: 'Only entries with the contact of this id as `approved_by`.' })
  approved_by?: string;

  @KeyInput({ description: 'Only entries of the token with this name, or of `system`.' })
  actor?: string;

  @QueryBooleanInput({
    description: 'Only entries of `system` (`true`), or only those of clients (`false`).',
  })
  by_system?: boolean;

  @KeyInput({ description: 'Only entries of actions with this code in `recommendation`.' })
  recommendation?: string;

  @QueryBooleanInput({
    description:
      'Only entries of actions whose subject or text was edited or replaced by a client (`true`), or was not (`false`).',
  })
  edited?: boolean;

  @QueryTimeZoneInput({
    description: 'The IANA time zone of `created_after` and `created_before`. Default: UTC.',
  })
  time_zone?: string;

  @DateInput({ description: 'Only entries that were created on or after this day.' })
  created_after?: string;

  @Must('order', 'must not be before created_after', (value, query) => {
    const after = (query as ApprovalLogQuery).created_after;
    return after === undefined || String(value) >= after;
  })
  @DateInput({ description: 'Only entries that were created on or before this day.' })
  created_before?: string;

  @EnumInput({
    of: LOG_FORMATS,
    description: 'The format of the page. Defaults to CSV with `Accept: text/csv`, otherwise to JSON.',
  })
  format?: (typeof LOG_FORMATS)[number];
}
