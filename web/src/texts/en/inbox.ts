import { plural } from '../plural.js';

/** The list: its rows, its header, and decisions about several actions. */
export const inbox = {
  list: (tab: string) => `${tab}: actions`,
  count: (count: number) => plural(count, { one: '# action', other: '# actions' }),
  age: (days: number) =>
    days > 0
      ? plural(days, { one: '# day', other: '# days' })
      : days === 0
        ? 'due today'
        : plural(-days, { one: 'due in # day', other: 'due in # days' }),
  types: { email: 'E-mail', call: 'Call', task: 'Task' },
  warnings: {
    held: 'On hold',
    recently_contacted: 'Contacted recently',
    amount_changed: 'Balance changed',
    due_date_changed: 'Due date changed',
    disputed: 'Disputed',
    promised: 'Promised',
    no_email_address: 'No e-mail address',
    recipient_changed: 'Recipient changed',
    customer_renamed: 'Customer renamed',
    edited_since: 'Edited',
  },
  answerOverdue: 'Answer overdue',
  assignedTo: (name: string) => `assigned to ${name}`,
  comesBack: (when: string) => `Back ${when}`,
  delivery: {
    failed: 'Not sent',
    unknown: 'Perhaps sent',
    toDo: 'To do',
    sending: 'Being sent',
    goesOut: (when: string) => `Goes out ${when}`,
    external: 'Your system sends it',
    waiting: 'Goes out soon',
  },
  outcomes: { sent: 'Sent', done: 'Done', cancelled: 'Cancelled', deleted: 'Deleted' },
  undelivered: {
    title: (count: number) =>
      plural(count, { one: '# e-mail has not been delivered', other: '# e-mails have not been delivered' }),
    unknown: 'It is not known whether it was sent.',
    retry: 'Try again',
    suppressed: (addresses: string) =>
      `${addresses} gets no e-mails, so another attempt would cancel this. Open it to change that.`,
    retryOf: (what: string) => `Try again: ${what}`,
    rest: 'On their way',
  },
  select: (what: string) => `Select ${what}`,
  empty: {
    needs_action: 'Nothing needs you.',
    in_progress: 'Nothing is on its way.',
    awaiting_customer: 'No customer owes you an answer.',
    scheduled: 'Nothing is scheduled.',
    history: 'Nothing has been decided yet.',
    scheduledNext: (count: number, next: string) =>
      `${plural(count, { one: '# is scheduled', other: '# are scheduled' })}, the next on ${next}.`,
    waiting: (count: number) =>
      plural(count, { one: '# waits for a customer.', other: '# wait for customers.' }),
    noMatch: 'No action matches.',
    clear: 'Clear search and filters',
  },
};
