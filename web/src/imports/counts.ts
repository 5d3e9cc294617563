import type { KindCounts, LedgerCountsResponse } from '@daybook/client';

/** What an import writes, or would write. */
export type Counts = Pick<LedgerCountsResponse, 'customers' | 'invoices' | 'cancelled_actions'>;

const NONE: KindCounts = { created: 0, updated: 0, unchanged: 0 };

export const NOTHING: Counts = {
  customers: NONE,
  invoices: NONE,
  cancelled_actions: {
    invoice_paid: 0,
    invoice_void: 0,
    invoice_transferred: 0,
    invoice_disputed: 0,
    invoice_promised: 0,
    due_date_changed: 0,
  },
};

function sum<Kind extends Record<string, number>>(a: Kind, b: Kind): Kind {
  return Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + (b[name] ?? 0)])) as Kind;
}

/** The counts of two requests together. */
export const addCounts = (a: Counts, b: Counts): Counts => ({
  customers: sum(a.customers, b.customers),
  invoices: sum(a.invoices, b.invoices),
  cancelled_actions: sum(a.cancelled_actions, b.cancelled_actions),
});
