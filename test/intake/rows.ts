import type { Test } from 'supertest';
import type { Desk } from '../support/desk.js';

type Row = Record<string, unknown>;
export interface Ledger {
  contacts?: unknown;
  customers?: unknown;
  invoices?: unknown;
}

/** Rows as an accounting system sends them: what a test does not name is filled in. */
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
  due_on: '2026-10-12',
  status: 'open',
  ...overrides,
});

export const put = ({ client }: Pick<Desk, 'client'>, ledger: object): Test =>
  client.request('put', '/ledger').send(ledger);

/** The JSON as it stands, for numbers that JavaScript would write otherwise. */
export const putText = ({ client }: Pick<Desk, 'client'>, json: string): Test =>
  client.request('put', '/ledger').set('Content-Type', 'application/json').send(json);

export const counts = (created: number, updated: number, unchanged: number) => ({
  created,
  updated,
  unchanged,
});
export const NONE = counts(0, 0, 0);
