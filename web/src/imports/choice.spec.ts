import { describe, expect, it } from '@jest/globals';
import { type Choice, withColumn } from './choice.js';

const FILE = {
  delimiter: ';' as const,
  records: [
    { line: 2, cells: ['31.01.2026', '1.234,50'] },
    { line: 3, cells: ['01.02.2026', '99,00'] },
  ],
};
const FIRST: Choice = { mapping: {}, formats: { date: 'YYYY-MM-DD', decimal: '.', currency: 'EUR' } };

describe('a column that is chosen by hand', () => {
  it('decides how days and amounts are written, if they were guessed without it', () => {
    const days = withColumn(FILE, FIRST, 'due_date', 0);
    const { mapping, formats } = withColumn(FILE, days, 'amount', 1);
    expect(mapping).toEqual({ due_date: 0, amount: 1 });
    expect(formats).toEqual({ date: 'D.M.YYYY', decimal: ',', currency: 'EUR' });
  });

  it('keeps what the person has chosen, if it fits', () => {
    const file = { ...FILE, records: [{ line: 2, cells: ['01/02/2026'] }] };
    const chosen: Choice = { mapping: {}, formats: { ...FIRST.formats, date: 'M/D/YYYY' } };
    expect(withColumn(file, chosen, 'due_date', 0).formats.date).toBe('M/D/YYYY');
    expect(withColumn(file, chosen, 'due_date', null).mapping).toEqual({});
  });
});
