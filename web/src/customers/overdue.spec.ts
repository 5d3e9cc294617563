import { describe, expect, it } from '@jest/globals';
import { overdueOf } from './overdue.js';

const buckets = (...amounts: string[]) => ({
  days_1_30: amounts[0]!,
  days_31_60: amounts[1]!,
  days_61_90: amounts[2]!,
  days_91_plus: amounts[3]!,
});

describe('overdueOf', () => {
  it('adds the overdue buckets exactly, where floats would not', () => {
    expect(overdueOf(buckets('0.10', '0.20', '0.00', '9007199254740993.00'))).toBe('9007199254740993.30');
  });

  it('keeps the decimals of the currency', () => {
    expect(overdueOf(buckets('100', '20', '0', '3'))).toBe('123');
    expect(overdueOf(buckets('0.001', '0.000', '0.000', '0.000'))).toBe('0.001');
  });

  it('can be below zero', () => {
    expect(overdueOf(buckets('-0.50', '0.00', '0.00', '0.00'))).toBe('-0.50');
  });
});
