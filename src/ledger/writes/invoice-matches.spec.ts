import { describe, expect, it } from '@jest/globals';
import { IdList } from './id-list.js';
import { InvoiceMatcher, matchInvoices, type StoredInvoice } from './invoice-matches.js';
import { KeyTable } from './key-table.js';
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

describe('InvoiceMatcher', () => {
  const [A, B] = ['019aaf30-5e6f-7081-92a3-b4c5d6e7f8a9', '119aaf30-5e6f-7081-92a3-b4c5d6e7f8a9'];
  const matcher = () => new InvoiceMatcher(new IdList(), new KeyTable());
  const idsOf = ({ ids }: InvoiceMatcher, ...indexes: number[]) =>
    indexes.map((index) => ids.get(index) ?? null);

  it('gives the key of the record that has amount and issue date, in whichever part it comes', () => {
    const parts = matcher();
    const rows = [{ amount: '5.00' }, {}, {}].map((row, n) => record({ ...row, external_id: `x${n}` }));
    for (const [n, row] of rows.entries()) expect(parts.add([row], [stored(A)], [10 * n])).toEqual([]);
    expect(idsOf(parts, 0, 10, 20, 1_000_000)).toEqual([null, A, null, null]);
  });

  it('prefers a later record that names the invoice to an earlier one that would give it a key', () => {
    const parts = matcher();
    parts.add([record({ external_id: 'x' })], [stored(A)], [2]);
    expect(parts.add([record()], [stored(A)], [3])).toEqual([]);
    expect(idsOf(parts, 2, 3)).toEqual([null, A]);
  });

  it('refuses a record that names an invoice of an earlier part', () => {
    const parts = matcher();
    const invoice = stored(B, { external_id: 'x' });
    parts.add([record({ external_id: 'x' })], [invoice], [2]);
    expect(parts.add([record()], [invoice], [7])).toMatchObject([{ index: 7, code: 'repeated' }]);
    expect(idsOf(parts, 2, 7)).toEqual([B, null]);
  });
});
