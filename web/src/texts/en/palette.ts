import { plural } from '../plural.js';

export const palette = {
  title: 'Go to or do',
  open: 'Go to…',
  placeholder: 'A page, a customer, an invoice, or what to do',
  groups: { now: 'Now', pages: 'Go to', customers: 'Customers', actions: 'Actions' },
  searching: 'Searching…',
  empty: (text: string) => `Nothing found for “${text}”.`,
  found: (count: number) => plural(count, { one: '# result', other: '# results' }),
};
