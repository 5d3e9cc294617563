import type { Tab } from '../tabs.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f-]{36}$/i;
const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;
const DAYS = /^-?\d{1,6}$/;

/**
 * The filters of a list, and what each accepts. They have the same names in the query string of the page and of the API, so that a
 * link to a filtered list can be read, and a figure can lead to its list.
 */
const FILTERS = {
  search: /\S/,
  customer_id: UUID,
  action_type: /^(email|call|task)(,(email|call|task))*$/,
  currency: /^[A-Z]{3}$/,
  amount_min: AMOUNT,
  amount_max: AMOUNT,
  days_overdue_min: DAYS,
  days_overdue_max: DAYS,
  assigned_to: /^(none|[0-9a-f-]{36})$/i,
  source: /\S/,
  executed_after: DAY,
  executed_before: DAY,
  status: /^[a-z]+(,[a-z]+)*$/,
  delivery_status: /^[a-z]+(,[a-z]+)*$/,
  response_overdue: /^(true|false)$/,
} as const;

export type FilterName = keyof typeof FILTERS;
export const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];
export type Filters = Partial<Record<FilterName, string>>;

/** The orders of a list. `urgency` is what the API does without a parameter. */
export const SORTS = ['urgency', 'amount', 'days_overdue'] as const;
export type Sort = (typeof SORTS)[number];

/** The filters and the order of a list, as its address has them. */
export interface ListState {
  filters: Filters;
  sort: Sort;
}

/** Only the history has days of execution, and only in its own order. */
const applies = (name: FilterName, tab: Tab): boolean =>
  name === 'executed_after' || name === 'executed_before'
    ? tab === 'history'
    : !(name === 'status' && tab === 'scheduled');
export const isSortable = (tab: Tab): boolean => tab !== 'history';

/** Reads a query string. What is invalid there, or does not apply to the tab, is as if it were absent. */
export function readList(query: string, tab: Tab): ListState {
  const params = new URLSearchParams(query);
  const filters: Filters = {};
  for (const name of FILTER_NAMES) {
    const value = params.get(name)?.trim();
    if (value && FILTERS[name].test(value) && applies(name, tab)) filters[name] = value;
  }
  if (!filters.currency) {
    // The API refuses amounts that could be of several currencies.
    delete filters.amount_min;
    delete filters.amount_max;
  }
  const sort = SORTS.find((name) => name === params.get('sort')) ?? 'urgency';
  return { filters, sort: isSortable(tab) ? sort : 'urgency' };
}

/** The query string of a list, without `?`: empty without filters and in the usual order. */
export function writeList({ filters, sort }: ListState): string {
  const params = new URLSearchParams();
  for (const name of FILTER_NAMES) if (filters[name]) params.set(name, filters[name]);
  if (sort !== 'urgency') params.set('sort', sort);
  return params.toString();
}

/** What goes with a filter: amounts mean nothing without their currency, and a range is one filter to the eye. */
const TOGETHER: Partial<Record<FilterName, readonly FilterName[]>> = {
  currency: ['amount_min', 'amount_max'],
  amount_min: ['amount_max', 'currency'],
  amount_max: ['amount_min', 'currency'],
  days_overdue_min: ['days_overdue_max'],
  executed_after: ['executed_before'],
};

/** The filters without one, and without what goes with it. */
export function without(filters: Filters, name: FilterName): Filters {
  const gone: readonly string[] = [name, ...(TOGETHER[name] ?? [])];
  return Object.fromEntries(Object.entries(filters).filter(([other]) => !gone.includes(other)));
}

/** Whether anything narrows the list. */
export const isFiltered = (filters: Filters): boolean => Object.keys(filters).length > 0;
