import { describe, expect, it } from '@jest/globals';
import { matchInvoices, type StoredInvoice } from './invoice-matches.js';
import type { InvoiceRecord } from './ledger-records.js';

const DOCUMENT = {
  invoice_number: '1001',
  kind: 'invoice',
  customer_external_id: 'C-1',
  amount: '1000.00',
  currency: 'EUR',
  issued_on: '2026-09-12',
} as const;
const record = (changes: Partial<InvoiceRecord> = {}): InvoiceRecord => ({
  ...DOCUMENT,
  due_on: '2026-10-12',
  ...changes,
});
const stored = (id: string, changes: Partial<StoredInvoice> = {}): StoredInvoice => ({
  ...DOCUMENT,
  id,
  external_id: null,
  ...changes,
});
const OTHER = { customer_external_id: 'C-2', amount: '77.00' };

describe('matchInvoices', () => {
  it.each<[string, Partial<InvoiceRecord>, StoredInvoice[], string | null]>([
    ['a new number to none', {}, [], null],
    ['a number to its invoice', { amount: '5.00' }, [stored('a')], 'a'],
    ['a transferred invoice to its number', { customer_external_id: 'C-2' }, [stored('a')], 'a'],
    ['a number to the invoice that got a key', {}, [stored('a', { external_id: 'x' })], 'a'],
    ['a repeated number to the customer’s', {}, [stored('a', OTHER), stored('b', { external_id: 'x' })], 'b'],
    [
      'a repeated number of the customer to the one without key',
      {},
      [stored('a', { external_id: 'x' }), stored('b')],
      'b',
    ],
    [
      'a key to its invoice',
      { ...OTHER, external_id: 'x', invoice_number: '7' },
      [stored('a', { external_id: 'x' })],
      'a',
    ],
    ['a new key to the invoice without key', { external_id: 'x', amount: '5.00' }, [stored('a')], 'a'],
    [
      'a new key to none, if the invoice is another customer’s',
      { external_id: 'x' },
      [stored('a', OTHER)],
      null,
    ],
    [
      'a new key to none, if the invoice has a key',
      { external_id: 'x' },
      [stored('a', { external_id: 'y' })],
      null,
    ],
    [
      'a new key to none, if it is a credit note',
      { external_id: 'x', kind: 'credit_note' },
      [stored('a')],
      null,
    ],
  ])('matches %s', (_, changes, invoices, id) => {
    expect(matchInvoices([record(changes)], invoices)).toEqual({ ids: [id], conflicts: [] });
  });

  it.each<[string, Partial<InvoiceRecord>, StoredInvoice[], string]>([
    ['another customer’s number', OTHER, [stored('a')], 'invoice_number: conflicting_invoice'],
    [
      'a credit note’s number',
      {},
      [stored('a', { kind: 'credit_note' })],
      'invoice_number: conflicting_invoice',
    ],
    [
      'a credit note’s key',
      { external_id: 'x' },
      [stored('a', { external_id: 'x', kind: 'credit_note' })],
      'external_id: conflicting_invoice',
    ],
    [
      'a number of several customers',
      { customer_external_id: 'C-3' },
      [stored('a'), stored('b', OTHER)],
      'invoice_number: conflicting_invoice',
    ],
  ])('refuses %s', (_, changes, invoices, error) => {
    const { ids, conflicts } = matchInvoices([record({ external_id: 'new' }), record(changes)], invoices);
    expect(ids[1]).toBeNull();
    expect(conflicts.map(({ index, field, code }) => `${index} ${field}: ${code}`)).toEqual([`1 ${error}`]);
  });

  it('refuses a second record for one invoice', () => {
    const records = [record(), record({ external_id: 'x' })];
    const { ids, conflicts } = matchInvoices(records, [stored('a', { external_id: 'x' })]);
    expect([ids, conflicts]).toMatchObject([
      ['a', null],
      [{ index: 1, field: 'external_id', code: 'repeated' }],
    ]);
  });

  it('gives the invoice without a key to the record with its number, or with its amount and issue date, or to the first', () => {
    const keyed = ['x', 'y', 'z'].map((external_id, n) => record({ external_id, amount: `${n}.00` }));
    const idsOf = (records: InvoiceRecord[], amount: string) =>
      matchInvoices(records, [stored('a', { amount })]).ids;
    expect(idsOf(keyed, '9.00')).toEqual(['a', null, null]);
    expect(idsOf(keyed, '1.00')).toEqual([null, 'a', null]);
    expect(idsOf([...keyed, record()], '1.00')).toEqual([null, null, null, 'a']);
  });
});
