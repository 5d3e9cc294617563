import { describe, expect, it } from '@jest/globals';
import type { CustomerResponse, InvoiceResponse } from '@daybook/client';
import { bodyOf, chunksOf, invoiceKey, type StoredLedger } from './chunks.js';
import type { ImportRow } from './read-rows.js';

const row = (change: Partial<ImportRow> = {}): ImportRow => ({
  line: 2,
  customer: 'C-1',
  invoice_number: 'INV-1',
  due_date: '2026-01-31',
  amount: '100.00',
  currency: 'EUR',
  ...change,
});

const NOTHING: StoredLedger = { customers: new Map(), invoices: new Map() };

const CUSTOMER = {
  id: 'x',
  external_id: 'C-1',
  name: 'Acme',
  email: 'a@acme.example',
  phone: '1',
  contact_name: null,
  time_zone: 'Europe/Berlin',
  contacts: [{ name: 'N', email: 'n@acme.example', role: null, purpose: 'dunning', language: null }],
} as unknown as CustomerResponse;

const INVOICE = {
  invoice_number: 'INV-1',
  amount: '100.00',
  balance: '40.00',
  currency: 'EUR',
  issued_on: '2026-01-01',
  status: 'open',
  disputed: true,
  promised_on: '2026-03-01',
  settled_on: null,
} as unknown as InvoiceResponse;

const STORED: StoredLedger = {
  customers: new Map([['C-1', CUSTOMER]]),
  invoices: new Map([[invoiceKey(null, 'C-1', 'INV-1'), INVOICE]]),
};

const invoiceOf = (change: Partial<ImportRow>, stored = NOTHING) =>
  bodyOf([row(change)], stored).invoices[0]!;

describe('chunksOf', () => {
  it('keeps the rows of a customer together, and counts customers too', () => {
    const rows = ['A', 'B', 'A', 'C', 'B'].map((customer, line) => row({ customer, line }));
    const linesOf = (size: number) => chunksOf(rows, size).map((chunk) => chunk.map(({ line }) => line));
    expect(linesOf(6)).toEqual([[0, 2, 1, 4], [3]]);
    expect(linesOf(5)).toEqual([
      [0, 2],
      [1, 4, 3],
    ]);
  });

  it('splits a customer with more rows than a request has', () => {
    const rows = Array.from({ length: 7 }, (_, line) => row({ line }));
    const chunks = chunksOf(rows, 4);
    expect(chunks.map((chunk) => chunk.length)).toEqual([3, 3, 1]);
    for (const chunk of chunks) expect(bodyOf(chunk, NOTHING).customers).toHaveLength(1);
  });

  it('has no chunk without rows', () => {
    expect(chunksOf([])).toEqual([]);
  });
});

describe('bodyOf', () => {
  it('sends each customer once, with what the ledger knows beyond the file', () => {
    const { customers } = bodyOf([row({ customer_email: null }), row({ customer_name: 'Acme Ltd' })], STORED);
    expect(customers).toEqual([
      {
        external_id: 'C-1',
        name: 'Acme Ltd',
        email: 'a@acme.example',
        phone: '1',
        contact_name: null,
        time_zone: 'Europe/Berlin',
        contacts: CUSTOMER.contacts,
      },
    ]);
  });

  it('uses the number of a new customer without a name', () => {
    expect(bodyOf([row()], NOTHING).customers).toEqual([{ external_id: 'C-1', name: 'C-1' }]);
  });

  it('keeps balance, dispute, promise and issue date of a stored invoice, if the file has no such column', () => {
    expect(invoiceOf({}, STORED)).toMatchObject({
      balance: '40.00',
      disputed: true,
      promised_on: '2026-03-01',
      issued_on: '2026-01-01',
      status: 'open',
    });
  });

  it('lets an empty cell of a column take dispute and promise away', () => {
    expect(invoiceOf({ disputed: false, promised_on: null }, STORED)).toMatchObject({
      disputed: false,
      promised_on: null,
    });
  });

  it('does not keep the balance of another amount', () => {
    expect(invoiceOf({ amount: '120.00' }, STORED)).not.toHaveProperty('balance');
  });

  it.each([
    [{ balance: '0.00' }, 'paid'],
    [{ balance: '1.00' }, 'open'],
    [{ settled_on: '2026-02-01' }, 'paid'],
    [{ settled_on: null }, 'open'],
    [{ status: 'void' as const, balance: '5.00' }, 'void'],
    [{}, 'open'],
  ])('reads %j as %s', (change, status) => {
    expect(invoiceOf(change).status).toBe(status);
  });

  it('sends no balance of a paid invoice, and the day of settlement only of a paid one', () => {
    expect(invoiceOf({ balance: '0.00' })).not.toHaveProperty('balance');
    expect(invoiceOf({ settled_on: '2026-02-01', status: 'open' })).not.toHaveProperty('settled_on');
    expect(invoiceOf({ settled_on: '2026-02-01' }).settled_on).toBe('2026-02-01');
  });

  it('sends an amount below zero as a credit note', () => {
    expect(invoiceOf({ amount: '-50.00', balance: '-20.00' })).toMatchObject({
      kind: 'credit_note',
      amount: '50.00',
      balance: '20.00',
    });
  });
});
