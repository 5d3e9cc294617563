import { describe, expect, it } from '@jest/globals';
import { guessDateFormats, guessDecimalMarks, readAmount, readDay, readFlag, readStatus } from './values.js';

describe('guessDateFormats', () => {
  it.each([
    [['2026-01-31'], ['YYYY-MM-DD']],
    [['31.1.2026', ''], ['D.M.YYYY']],
    [['1/2/2026', '1/31/2026'], ['M/D/YYYY']],
    [['1/2/2026', '31/1/2026'], ['D/M/YYYY']],
    [['20260131'], ['YYYYMMDD']],
    [['31.1.2026', '31.2.2026', 'soon'], ['D.M.YYYY']],
    [['2026-01-31T00:00:00Z', '2026-01-31 12:30'], ['YYYY-MM-DD']],
  ])('reads %j as %j', (samples, formats) => {
    expect(guessDateFormats(samples, '.')).toEqual(formats);
  });

  it('offers both orders if the samples do not tell them apart', () => {
    expect(guessDateFormats(['1/2/2026'], ',')).toEqual(['D/M/YYYY', 'M/D/YYYY']);
  });
});

describe('guessDecimalMarks', () => {
  it.each([
    [['1.234,50', '7'], ',', [',']],
    [['1,234.50', '7'], ';', ['.']],
    [['1234,5'], ';', [',']],
    [['1.234'], ',', ['.', ',']],
    [['1.234'], ';', [',', '.']],
    [['1.234,50', '2,00', 'n/a'], ',', [',']],
    [['1 234,50', '-3,00'], ',', [',']],
  ])('reads %j between %j as %j', (samples, delimiter, marks) => {
    expect(guessDecimalMarks(samples, delimiter)).toEqual(marks);
  });
});

describe('without any fitting sample', () => {
  it('offers everything', () => {
    expect(guessDateFormats(['soon'], '.')).toHaveLength(9);
    expect(guessDecimalMarks(['?'], ',')).toEqual(['.', ',']);
  });
});

describe('readAmount', () => {
  it.each([
    ['1.234,5', ',', 'EUR', '1234.50'],
    ["-1'234,50", ',', 'CHF', '-1234.50'],
    ['1,234.5', '.', 'USD', '1234.50'],
    ['9007199254740993,10', ',', 'EUR', undefined],
    ['123456789012345,10', ',', 'EUR', '123456789012345.10'],
    ['1,5', ',', 'JPY', undefined],
    ['€5', ',', 'EUR', undefined],
    ['1.23,4', ',', 'EUR', undefined],
  ] as const)('reads %j with %j in %s as %j', (text, mark, currency, value) => {
    const reading = readAmount(text, mark, currency);
    expect('value' in reading ? reading.value : undefined).toBe(value);
  });
});

describe('readDay', () => {
  it('rejects days that do not exist', () => {
    expect(readDay('31/2/2026', 'D/M/YYYY')).toEqual({ problem: 'must be a date written D/M/YYYY' });
    expect(readDay('01.02.2026', 'D.M.YYYY')).toEqual({ value: '2026-02-01' });
  });
});

describe('readFlag and readStatus', () => {
  it('read usual words, in any case', () => {
    expect(readFlag('Ja')).toEqual({ value: true });
    expect(readFlag('')).toEqual({ value: false });
    expect(readFlag('maybe')).toHaveProperty('problem');
    expect(readStatus('Cancelled')).toEqual({ value: 'void' });
    expect(readStatus('Overdue')).toEqual({ value: 'open' });
    expect(readStatus('?')).toHaveProperty('problem');
  });
});
