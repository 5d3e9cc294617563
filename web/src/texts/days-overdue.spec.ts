import { describe, expect, it } from '@jest/globals';
import { daysOverdue } from './days-overdue.js';

describe('the days overdue', () => {
  it('count whole days in the time zone of the browser', () => {
    expect(daysOverdue('2026-11-26', new Date(2026, 10, 28, 23, 59))).toBe(2);
    expect(daysOverdue('2026-11-28', new Date(2026, 10, 28, 0, 1))).toBe(0);
    expect(daysOverdue('2026-11-30', new Date(2026, 10, 28))).toBe(-2);
  });
});
