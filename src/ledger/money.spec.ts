import { describe, expect, it } from '@jest/globals';
import { formatMoney, isCurrency, minorDigits, parseAmount, withMinorDigits } from './money.js';

describe('parseAmount', () => {
  it.each([
    ['1234.5', 'USD', '1234.50'],
    ['1,234.50', 'USD', '1234.50'],
    ['12,345,678', 'USD', '12345678.00'],
    ['+7', 'USD', '7.00'],
    ['-80.1', 'USD', '-80.10'],
    ['-0.00', 'USD', '0.00'],
    ['007', 'USD', '7.00'],
    ['0', 'JPY', '0'],
    ['1500', 'JPY', '1500'],
    ['1.5', 'KWD', '1.500'],
    ['1.5', 'CLF', '1.5000'],
    ['1250.75', 'HUF', '1250.75'],
    ['999999999999999.99', 'USD', '999999999999999.99'],
    ['1.25', null, '1.25'],
  ])('parses %s %s as %s', (text, currency, value) => {
    expect(parseAmount(text, currency)).toEqual({ value });
  });

  it.each([
    '',
    ' 1',
    '$1',
    '1 234',
    '1,23',
    '12,34,567',
    ',123',
    '1.',
    '.5',
    '1e3',
    '1.234,50',
    '--1',
    '(5)',
    '١',
  ])('rejects %j', (text) => {
    expect(parseAmount(text, 'USD')).toEqual({ problem: expect.stringContaining('such as 1234.50') });
  });

  it.each([
    ['1.234', 'USD', 'must have at most 2 decimals in USD'],
    ['100.000', 'USD', 'must have at most 2 decimals in USD'],
    ['1.5', 'JPY', 'must have at most 0 decimals in JPY'],
    ['1.23456', null, 'must have at most 4 decimals'],
    ['1.23456', 'CLF', 'must have at most 4 decimals in CLF'],
    ['1000000000000000', 'USD', 'must have at most 15 digits before the decimal point'],
  ])('rejects %s %s', (text, currency, problem) => {
    expect(parseAmount(text, currency)).toEqual({ problem });
  });
});

describe('isCurrency', () => {
  it.each([
    ['USD', true],
    ['CLF', true],
    ['VED', true],
    ['KWD', true],
    ['usd', false],
    ['XYZ', false],
    ['', false],
  ])('of %j is %s', (code, expected) => {
    expect(isCurrency(code)).toBe(expected);
  });
});

describe('minorDigits', () => {
  it.each([
    ['USD', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['UYI', 0],
    ['UYW', 4],
    ['VED', 2],
  ])('of %s are %i', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });
});

describe('withMinorDigits', () => {
  it.each([
    ['1234.5', 'USD', '1234.50'],
    ['0', 'USD', '0.00'],
    ['7', 'KWD', '7.000'],
    ['1500', 'JPY', '1500'],
    ['1.2345', 'USD', '1.2345'],
    ['12345678901234567890.1', 'EUR', '12345678901234567890.10'],
  ])('writes %s %s as %s', (amount, currency, text) => {
    expect(withMinorDigits(amount, currency)).toBe(text);
  });
});

describe('formatMoney', () => {
  it.each([
    ['1234.5', 'USD', '$1,234.50'],
    ['1234.5000', 'EUR', '€1,234.50'],
    ['999999999999999.99', 'GBP', '£999,999,999,999,999.99'],
    ['1500', 'JPY', '¥1,500'],
    ['1250.75', 'HUF', 'HUF 1,250.75'],
    ['1.5', 'KWD', 'KWD 1.500'],
  ])('writes %s %s as %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });
});
