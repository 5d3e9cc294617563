import { describe, expect, it } from '@jest/globals';
import { errorsCsv } from './errors-csv.js';

describe('errorsCsv', () => {
  it('quotes cells, and disarms formulas', () => {
    const errors = [
      { line: 2, column: '=cmd()', problem: 'must be a date; it is "x"' },
      { line: 3, column: null, problem: 'must have 2 cells' },
    ];
    expect(errorsCsv(errors)).toBe(
      'line,column,problem\r\n2,"\'=cmd()","must be a date; it is ""x"""\r\n3,"","must have 2 cells"\r\n',
    );
  });
});
