import { day, money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { FilterName, Filters } from './filters.js';

/** A filter as a chip: its words, and the filter that goes with it. */
export interface FilterChip {
  name: FilterName;
  text: string;
}

/** Names of what the filters have as ids; null while unknown. */
export interface FilterNames {
  customer: string | null;
  assignee: string | null;
}

/** The active filters but the search, in words. An amount says its currency, which is a chip of its own only without amounts. */
export function chipsOf(filters: Filters, names: FilterNames): FilterChip[] {
  const t = texts.filters;
  const chips: FilterChip[] = [];
  const add = (name: FilterName, text: string | undefined) => text && chips.push({ name, text });
  const range = (from: FilterName, to: FilterName, label: string, show: (value: string) => string) => {
    const low = filters[from];
    const high = filters[to];
    if (low ?? high) {
      add(low ? from : to, t.between(label, low && show(low), high && show(high)));
    }
  };
  const codes = (value: string, known: Readonly<Record<string, string>>) =>
    value
      .split(',')
      .map((code) => known[code] ?? code)
      .join(', ');
  const { customer_id, action_type, currency, assigned_to, source, status, delivery_status } = filters;
  if (customer_id) add('customer_id', t.is(t.customer, names.customer ?? '…'));
  if (action_type) add('action_type', codes(action_type, texts.inbox.types));
  const isAmount = filters.amount_min ?? filters.amount_max;
  if (currency && !isAmount) add('currency', currency);
  if (currency) range('amount_min', 'amount_max', t.amount, (amount) => money(amount, currency));
  range('days_overdue_min', 'days_overdue_max', t.daysOverdue, (days) => days);
  if (assigned_to)
    add('assigned_to', t.is(t.assignee, assigned_to === 'none' ? t.nobody : (names.assignee ?? '…')));
  if (source) add('source', t.is(t.source, source === 'dunning_policy' ? t.policy : source));
  range('executed_after', 'executed_before', t.executed, day);
  if (status) add('status', t.is(t.status, status));
  if (delivery_status) add('delivery_status', t.is(t.delivery, delivery_status));
  if (filters.response_overdue)
    add('response_overdue', filters.response_overdue === 'true' ? t.answerOverdue : t.answerNotOverdue);
  return chips;
}
