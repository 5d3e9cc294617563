import { describe, expect, it } from '@jest/globals';
import { FIELDS, guessColumns, missingFields } from './fields.js';

/** LEDGER_FIELDS of src/ledger-sync/csv/ledger-columns.ts. */
const LEDGER_FIELDS =
  'external_id invoice_number customer customer_name customer_email issued_on due_date amount currency settled_on disputed'.split(
    ' ',
  );

describe('FIELDS', () => {
  it('has every field of the command line, by the same name', () => {
    expect(FIELDS).toEqual(expect.arrayContaining([...LEDGER_FIELDS]));
  });
});

describe('guessColumns', () => {
  it('finds the columns that the command line reads', () => {
    const guessed = guessColumns([...LEDGER_FIELDS]);
    expect(Object.keys(guessed).toSorted()).toEqual([...LEDGER_FIELDS].toSorted());
    expect(missingFields(guessed)).toEqual([]);
  });

  it('finds usual names, whatever their case, accents and punctuation', () => {
    expect(guessColumns(['Kunden-Nr.', 'Kunde', 'Rechnungs-Nr', 'Fällig am', 'Betrag', 'Währung'])).toEqual({
      customer: 0,
      customer_name: 1,
      invoice_number: 2,
      due_date: 3,
      amount: 4,
      currency: 5,
    });
    expect(guessColumns(['InvoiceNumber', 'CustomerID', 'DueDate', 'Total'])).toEqual({
      invoice_number: 0,
      customer: 1,
      due_date: 2,
      amount: 3,
    });
  });

  it('uses a column once, and prefers the more usual name', () => {
    expect(guessColumns(['Invoice', 'Invoice number', 'No'])).toEqual({ invoice_number: 1 });
    expect(guessColumns(['Amount', 'Amount'])).toEqual({ amount: 0 });
  });

  it('says which required fields have no column', () => {
    expect(missingFields(guessColumns(['Customer', 'Colour']))).toEqual([
      'invoice_number',
      'due_date',
      'amount',
    ]);
  });
});
