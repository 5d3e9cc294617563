import { plural } from '../plural.js';

const left = (count: number) =>
  plural(count, { one: '# action left the list', other: '# actions left the list' });

/** What others did, in one line each. */
export const live = {
  lost: 'Connection lost; the list may be outdated.',
  did: {
    'action.approved': (who: string, what: string) => `${who} approved ${what}`,
    'action.rejected': (who: string, what: string) => `${who} rejected ${what}`,
    'action.sent': (who: string, what: string) => `${who} sent ${what}`,
    'action.completed': (who: string, what: string) => `${who} completed ${what}`,
    'action.cancelled': (who: string, what: string) => `${who} cancelled ${what}`,
    'action.scheduled': (who: string, what: string) => `${who} snoozed ${what}`,
    'action.deleted': (who: string, what: string) => `${who} deleted ${what}`,
    'action.restored': (who: string, what: string) => `${who} restored ${what}`,
    'action.proposed': (who: string, what: string) => `${who} proposed ${what}`,
  },
  /** The built-in policy and the worker have no name. */
  daybook: 'Daybook',
  what: (label: string, invoice: string | null) => (invoice ? `${label} · ${invoice}` : label),
  actions: (count: number) => plural(count, { one: '# action', other: '# actions' }),
  awakened: (count: number) =>
    plural(count, { one: '# snoozed action is back', other: '# snoozed actions are back' }),
  notSent: (customer: string, what: string) => `The e-mail to ${customer} was not sent: ${what}`,
  notSentMany: (count: number) =>
    plural(count, { one: '# e-mail was not sent', other: '# e-mails were not sent' }),
  cancelled: {
    paid: (customer: string, invoice: string, count: number) => `${customer} paid ${invoice}: ${left(count)}`,
    paidMany: (invoices: number, count: number) =>
      `${plural(invoices, { one: '# invoice was paid', other: '# invoices were paid' })}: ${left(count)}`,
    void: (_: string, invoice: string, count: number) => `${invoice} was voided: ${left(count)}`,
    invoice_transferred: (_: string, invoice: string, count: number) =>
      `${invoice} belongs to another customer now: ${left(count)}`,
    invoice_disputed: (customer: string, invoice: string, count: number) =>
      `${customer} disputes ${invoice}: ${left(count)}`,
    invoice_promised: (customer: string, invoice: string, count: number) =>
      `${customer} promised to pay ${invoice}: ${left(count)}`,
    due_date_changed: (_: string, invoice: string, count: number) =>
      `${invoice} is due later now: ${left(count)}`,
    held: (customer: string, _: string, count: number) => `${customer} is on hold: ${left(count)}`,
    expired: (_customer: string, _: string, count: number) => `Expired without a decision: ${left(count)}`,
    gone: (_customer: string, _: string, count: number) => `No longer due: ${left(count)}`,
    many: (count: number) => `The ledger has changed: ${left(count)}`,
  },
};
