import { describe, expect, it } from '@jest/globals';
import { isBelowMinimum, minimumBalance, readMinimum } from './minimum-balances.js';

describe('minimumBalance', () => {
  it.each([
    ['EUR', '1.00'],
    ['KWD', '1.000'],
    ['CLF', '1.0000'],
    ['JPY', '100'],
    ['KRW', '100'],
  ])('is by default, in %s, %s', (currency, minimum) => {
    expect(minimumBalance({}, currency)).toBe(minimum);
  });

  it('is what the company has set for the currency, and the default for the others', () => {
    const minimums = { EUR: '5.00', JPY: '0' };
    expect(['EUR', 'JPY', 'USD'].map((currency) => minimumBalance(minimums, currency))).toEqual([
      '5.00',
      '0',
      '1.00',
    ]);
  });
});

describe('isBelowMinimum', () => {
  it.each([
    ['0.01', 'EUR', {}, true],
    ['0.99', 'EUR', {}, true],
    ['1.00', 'EUR', {}, false],
    ['1', 'EUR', {}, false],
    ['9.99', 'EUR', { EUR: '10.00' }, true],
    ['10.00', 'EUR', { EUR: '9.99' }, false],
    ['0.01', 'EUR', { EUR: '0.00' }, false],
    ['0.01', 'EUR', { USD: '0.00' }, true],
    ['99', 'JPY', {}, true],
    ['100', 'JPY', {}, false],
    ['0.999', 'KWD', {}, true],
    ['4.999', 'USD', { USD: '5.00' }, true],
    ['999999999999999.99', 'USD', { USD: '1000000000000000.00' }, true],
    ['900719925474099.25', 'USD', { USD: '900719925474099.26' }, true],
  ])('a balance of %s %s with the minimums %j: %j', (balance, currency, minimums, isBelow) => {
    expect(isBelowMinimum(minimums as Record<string, string>, balance, currency)).toBe(isBelow);
  });
});

describe('readMinimum', () => {
  it.each([
    ['EUR', '5', '5.00'],
    ['EUR', '0', '0.00'],
    ['JPY', '007', '7'],
    ['KWD', '1.5', '1.500'],
    ['USD', null, null],
  ])('reads %s %j as %j', (currency, amount, value) => {
    expect(readMinimum(currency, amount)).toEqual({ value });
  });

  it.each([
    ['EUR', '5.001', 'amount'],
    ['JPY', '1.0', 'amount'],
    ['EUR', '-1', 'amount'],
    ['EUR', '1,000', 'amount'],
    ['EUR', '1e3', 'amount'],
    ['EUR', '', 'amount'],
    ['EUR', 5, 'amount'],
    ['EUR', ['5'], 'amount'],
    ['EUR', '9'.repeat(16), 'amount'],
    ['eur', '5', 'currency'],
    ['XYZ', null, 'currency'],
    ['toString', '5', 'currency'],
  ])('rejects %s %j with the code %s', (currency, amount, code) => {
    expect(readMinimum(currency, amount)).toEqual({ code, problem: expect.any(String) });
  });
});
