import { DateInput, EnumInput, KeyInput, UuidInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import type { LogFilter } from '../../actions/store/approval-log-store.js';
import { type TransitionName, TRANSITION_NAMES } from '../../actions/lifecycle/transitions.js';

export const LOG_FORMATS = ['json', 'csv'] as const;

export class ApprovalLogQuery extends PageQuery implements LogFilter {
  @EnumInput({
    of: TRANSITION_NAMES,
    list: true,
    description: 'Only what was done by these, comma-separated.',
  })
  command?: TransitionName[];

  @UuidInput({ description: 'Only what this contact decided.' })
  approved_by?: string;

  @KeyInput({ description: 'Only what the token of this name did, or `system`.' })
  actor?: string;

  @DateInput({ description: 'First day, in UTC.' })
  created_after?: string;

  @Must('order', 'must not lie before created_after', (value, query) => {
    const after = (query as ApprovalLogQuery).created_after;
    return after === undefined || String(value) >= after;
  })
  @DateInput({ description: 'Last day, in UTC.' })
  created_before?: string;

  @EnumInput({
    of: LOG_FORMATS,
    description: 'How to write the page; `Accept: text/csv` asks for CSV too.',
  })
  format?: (typeof LOG_FORMATS)[number];
}
