import { describe, expect, it } from '@jest/globals';
import { readBalance, readDecimalAmount, readEmail, readIdentifier, readName } from './ledger-values.js';

describe('readDecimalAmount', () => {
  it.each([
    ['1250.5', 'USD', '1250.50'],
    ['0.01', 'USD', '0.01'],
    ['1500', 'JPY', '1500'],
    ['1.5', 'KWD', '1.500'],
    ['999999999999999.99', 'USD', '999999999999999.99'],
  ])('reads %s %s as %s', (text, currency, value) => {
    expect(readDecimalAmount(text, currency)).toEqual({ value });
  });

  it.each(['', ' 1', '1,250.50', '+7', '1e3', '1.', '.5', '0x10', 'NaN', '١'])('rejects %j', (text) => {
    expect(readDecimalAmount(text, 'USD')).toEqual({ problem: expect.stringContaining('must be a decimal') });
  });

  it.each([
    ['0.00', 'must be above zero; a credit note has the kind credit_note and a positive amount'],
    ['-5', 'must be above zero; a credit note has the kind credit_note and a positive amount'],
    ['1.234', 'must have at most 2 decimals in USD'],
  ])('rejects %s USD', (text, problem) => {
    expect(readDecimalAmount(text, 'USD')).toEqual({ problem });
  });
});

describe('readBalance', () => {
  const open = { amount: '100.00', currency: 'USD', isOpen: true, isCreditNote: false };
  const closed = { ...open, isOpen: false };
  const NOT_OPEN = 'must be zero if the invoice is not open';

  it.each([
    ['0.01', open, '0.01'],
    ['0.01', { ...open, isCreditNote: true }, '0.01'],
    ['-250', open, '-250.00'],
    ['100', open, '100.00'],
    ['0', closed, '0.00'],
    ['-0.00', closed, '0.00'],
    ['7', { ...open, amount: null }, '7.00'],
    ['7.125', { amount: null, currency: null, isOpen: null, isCreditNote: false }, '7.125'],
    ['900', { ...open, currency: null }, '900'],
    ['999999999999999.98', { ...open, amount: '999999999999999.99' }, '999999999999999.98'],
  ])('reads %s', (text, context, value) => {
    expect(readBalance(text, context)).toEqual({ value });
  });

  it.each([
    ['0', open, 'must not be zero if the invoice is open'],
    ['-0.00', { ...open, isCreditNote: true }, 'must not be zero if the invoice is open'],
    ['-1', { ...open, isCreditNote: true }, 'must not be below zero for a credit note'],
    ['100.01', open, 'must be at most the amount'],
    ['999999999999999.99', { ...open, amount: '999999999999999.98' }, 'must be at most the amount'],
    ['0.01', closed, NOT_OPEN],
    ['-0.01', closed, NOT_OPEN],
    ['1.234', open, 'must have at most 2 decimals in USD'],
    ['1,000', open, 'must be a decimal such as 1234.50, as a string or a number'],
  ])('rejects %s', (text, context, problem) => {
    expect(readBalance(text, context)).toEqual({ problem });
  });
});

describe('the text of a cell', () => {
  it.each([
    '',
    '\u200b',
    '\u3164\ufe0f',
    'a\u2028b',
    'a\u202eb',
    'a\u0085b',
    'a\vb',
    'a\0',
    `a${'\u0301'.repeat(31)}`,
    'x'.repeat(256),
  ])('cannot be the identifier %j', (text) => {
    expect(readIdentifier(text)).toEqual({ problem: expect.any(String) });
  });

  it('names nobody if it is invisible', () => {
    expect(readName('\u200b')).toEqual({ value: null });
    expect(readName('Acme\nSupply')).toEqual({ value: 'Acme Supply' });
  });

  it('cannot be an e-mail address that reorders the text beside it', () => {
    expect(readEmail('ap\u202e@acme.example')).toEqual({ problem: 'must be an e-mail address' });
    expect(readEmail('ap@acme.example')).toEqual({ value: 'ap@acme.example' });
  });
});
