import { describe, expect, it } from '@jest/globals';
import { urgencyScore } from './urgency.js';

describe('urgencyScore', () => {
  it.each([
    ['100', '100', -3, 30],
    ['100', '100', 7, 30],
    ['100', '100', 8, 36],
    ['100', '100', 14, 36],
    ['100', '100', 43, 50],
    ['200', '100', 1, 40],
    ['50', '100', 1, 20],
    ['999999999999999', '0.01', 100_000, 99],
    ['0.01', '999999999999999', 1, 1],
  ])(
    'of a balance of %s, where the average is %s, at %i days overdue is %i',
    (balance, average, days, urgency) => {
      expect(urgencyScore(balance, average, days)).toBe(urgency);
    },
  );

  it('R7: ranks a large debt above a trifle that is older', () => {
    const average = String((90 + 900_000) / 2);
    expect(urgencyScore('900000', average, 53)).toBeGreaterThan(urgencyScore('90', average, 145));
  });

  it('never decreases over time', () => {
    for (let days = -3; days < 500; days++)
      expect(urgencyScore('80', '100', days + 1)).toBeGreaterThanOrEqual(urgencyScore('80', '100', days));
  });

  it.each([-3, 1, 30, 400])('at %i days overdue never decreases with the amount', (days) => {
    const balances = ['0.01', '1', '50', '999.99', '1000', '12000', '999999', '999999999999999'];
    const scores = balances.map((balance) => urgencyScore(balance, '1000', days));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBeGreaterThan(3);
  });

  it('is the same for balances that differ little, so that a nightly run keeps its recommendations', () => {
    expect(urgencyScore('100', '108', 10)).toBe(urgencyScore('100', '100', 10));
  });
});
