import type { Response } from 'supertest';
import { contactRow, customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { aRecommendation } from '../support/recommendation.js';
import type { Tenant } from '../support/tenant.js';

/** A request that writes many rows. */
interface LargeWrite {
  name: string;
  /** The rows that it sends, or on which it works. */
  rows: number;
  /** The ids of actions to send. */
  actions?(tenant: Tenant): Promise<string[]>;
  send(tenant: Tenant, actions: string[]): PromiseLike<Response>;
}

const INVOICES = 3_000;
const CUSTOMERS = 1_500;
const BATCH = 100;

/** A ledger of 4,800 rows, on a key of its own; `overrides` replaces fields of the invoices. */
export const ledgerOf = (key: string, overrides: Record<string, unknown> = {}) => ({
  contacts: range(300).map((n) => contactRow({ external_id: `${key}-${n}` })),
  customers: range(CUSTOMERS).map((n) =>
    customerRow({ external_id: `${key}-${n}`, contacts: contactsOf(n) }),
  ),
  invoices: range(INVOICES).map((n) =>
    invoiceRow({
      invoice_number: `${key}-${n}`,
      customer_external_id: `${key}-${n % CUSTOMERS}`,
      issued_on: '2021-01-01',
      due_date: '2021-02-01',
      ...overrides,
    }),
  ),
});
/** None to three. */
const contactsOf = (n: number) =>
  range(n % 4).map((m) => ({ name: `Person ${m}`, email: `p${m}@acme.example`, purpose: 'dunning' }));
const range = (length: number): number[] => Array.from({ length }, (_, n) => n);

const LEDGER_ROWS = 4_800;
const post = ({ client }: Tenant, path: string, body: object) => client.request('post', path).send(body);

async function proposedIds({ client }: Tenant): Promise<string[]> {
  const { body } = await client.list({ category: 'needs_action', page_size: BATCH });
  return body.data.map(({ id }: { id: string }) => id);
}

/** In the order in which a company would send them; each needs those before it. */
export const LARGE_WRITES: LargeWrite[] = [
  { name: 'a new ledger', rows: LEDGER_ROWS, send: (tenant) => put(tenant, ledgerOf('A')) },
  { name: 'an unchanged ledger', rows: LEDGER_ROWS, send: (tenant) => put(tenant, ledgerOf('A')) },
  {
    name: 'payments on every invoice',
    rows: LEDGER_ROWS,
    send: (tenant) => put(tenant, ledgerOf('A', { balance: '1000.00' })),
  },
  {
    name: 'invoices of customers that are not in the request',
    rows: INVOICES,
    send: (tenant) => put(tenant, { invoices: ledgerOf('A', { balance: '900.00' }).invoices }),
  },
  {
    name: 'a first run of the policy',
    rows: INVOICES,
    send: (tenant) => post(tenant, '/recommendations/run', {}),
  },
  {
    name: 'a second run of the policy',
    rows: INVOICES,
    send: (tenant) => post(tenant, '/recommendations/run', {}),
  },
  {
    name: 'a batch of recommendations that supersede others',
    rows: BATCH,
    send: (tenant) =>
      post(tenant, '/recommendations/batch', {
        recommendations: range(BATCH).map((n) => aRecommendation({ invoice_number: `A-${n}` })),
      }),
  },
  {
    name: 'the approval of 100 actions',
    // Each has an alternative, which is superseded.
    rows: 2 * BATCH,
    actions: proposedIds,
    send: (tenant, ids) => post(tenant, '/actions/bulk/approve', { ids, approved_by: tenant.contact.id }),
  },
  {
    name: 'payments that cancel the actions on every invoice',
    rows: LEDGER_ROWS,
    send: (tenant) => put(tenant, ledgerOf('A', { status: 'paid' })),
  },
];
