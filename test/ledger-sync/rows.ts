import type { Test } from 'supertest';
import type { Tenant } from '../support/tenant.js';

type Row = Record<string, unknown>;

/** Rows with the required fields; `overrides` replaces or adds some. */
export const contactRow = (overrides: Row = {}): Row => ({
  external_id: 'E-1',
  name: 'Ade Bello',
  email: 'ade@example.com',
  ...overrides,
});
export const customerRow = (overrides: Row = {}): Row => ({
  external_id: 'C-1',
  name: 'Acme Supply',
  ...overrides,
});
export const invoiceRow = (overrides: Row = {}): Row => ({
  invoice_number: 'INV-1',
  customer_external_id: 'C-1',
  amount: '1250.00',
  currency: 'USD',
  issued_on: '2026-09-12',
  due_date: '2026-10-12',
  status: 'open',
  ...overrides,
});

export const put = ({ client }: Pick<Tenant, 'client'>, ledger: object): Test =>
  client.request('put', '/ledger').send(ledger);

/** Sends JSON text, for numbers that JSON.stringify would write differently. */
export const putText = ({ client }: Pick<Tenant, 'client'>, json: string): Test =>
  client.request('put', '/ledger').set('Content-Type', 'application/json').send(json);

export const counts = (created: number, updated: number, unchanged: number) => ({
  created,
  updated,
  unchanged,
});
export const NONE = counts(0, 0, 0);
export const NONE_CANCELLED = {
  invoice_paid: 0,
  invoice_void: 0,
  invoice_transferred: 0,
  invoice_disputed: 0,
  invoice_promised: 0,
  due_date_changed: 0,
};

/** Rows of each kind; the first of each has every field. */
export const FULL = {
  contacts: [contactRow({ role: 'Head of Collections', active: false })],
  customers: [
    customerRow({
      email: 'ap@acme.example',
      phone: '+1 555 0142',
      contact_name: 'Ngozi Okafor',
      time_zone: 'America/Chicago',
      contacts: [
        {
          name: 'Ngozi Okafor',
          email: 'n.okafor@acme.example',
          role: 'Payables',
          purpose: 'dunning',
          language: 'en-US',
        },
        { name: 'Accounts', email: 'ap@acme.example', role: null, purpose: 'billing', language: null },
      ],
    }),
  ],
  invoices: [
    invoiceRow({ balance: '450.5', disputed: true, promised_on: '2026-12-04' }),
    invoiceRow({ invoice_number: 'INV-2', status: 'paid', settled_on: '2026-10-20' }),
    invoiceRow({ invoice_number: 'INV-3', status: 'void' }),
  ],
};
