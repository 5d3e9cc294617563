/** The header of a list: search, order and filters. */
export const filters = {
  search: 'Search customer, invoice, text',
  sort: 'Order',
  sorts: { urgency: 'Most urgent', amount: 'Largest first', days_overdue: 'Oldest first' },
  open: 'Filters',
  openWith: (count: string) => `Filters (${count})`,
  active: 'Active filters',
  remove: (what: string) => `Remove filter: ${what}`,
  apply: 'Show',
  clear: 'Clear all',
  customer: 'Customer',
  customerHint: 'Type to find a customer',
  any: 'Any',
  type: 'Type',
  amount: 'Open balance',
  currency: 'Currency',
  from: 'from',
  to: 'to',
  daysOverdue: 'Days overdue',
  assignee: 'Assigned to',
  nobody: 'Nobody',
  source: 'Recommended by',
  policy: 'Dunning policy',
  executed: 'Decided or sent',
  amountNeedsCurrency: 'Choose the currency of the amounts.',
  between: (name: string, from: string | undefined, to: string | undefined) =>
    from !== undefined && to !== undefined
      ? `${name} ${from}–${to}`
      : from !== undefined
        ? `${name} from ${from}`
        : `${name} up to ${to}`,
  is: (name: string, value: string) => `${name}: ${value}`,
  status: 'Status',
  delivery: 'Delivery',
  answerOverdue: 'Answer overdue',
  answerNotOverdue: 'Answer not overdue',
};
