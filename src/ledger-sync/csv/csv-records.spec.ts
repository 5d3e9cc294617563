import { describe, expect, it } from '@jest/globals';
import { readCsvRecords } from './csv-records.js';

describe('readCsvRecords', () => {
  it('gives the line where each record starts, across blank lines and quoted line breaks', () => {
    const text = '\uFEFFa,b\n1,"x\ny"\n\n\n2, z \n  \n,\n3\n"\n\n4",w\n5,"u\nv"';
    expect(readCsvRecords(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 6, cells: ['2', 'z'] },
      { line: 9, cells: ['3'] },
      { line: 10, cells: ['4', 'w'] },
      { line: 13, cells: ['5', 'u\nv'] },
    ]);
  });

  it('counts lines with CRLF, CR and mixed line endings', () => {
    const lines = [1, 2, 4, 5];
    expect(readCsvRecords('a\r\n"x\r\ny"\r\nb\r\nc\r\n').map(({ line }) => line)).toEqual(lines);
    expect(readCsvRecords('a\r"x\ry"\rb\rc').map(({ line }) => line)).toEqual(lines);
    expect(readCsvRecords('a\r\n"x\ny"\nb\rc').map(({ line }) => line)).toEqual(lines);
  });

  it('keeps escaped quotes and commas in a quoted cell', () => {
    expect(readCsvRecords('"Smith, ""Joe""",2')).toEqual([{ line: 1, cells: ['Smith, "Joe"', '2'] }]);
  });

  it.each(['', '\n\n', '\uFEFF'])('finds no records in %j', (text) => {
    expect(readCsvRecords(text)).toEqual([]);
  });

  it.each([
    ['a,b\n1,2\n3,"4\n5,6\n', 'line 3: Quote Not Closed'],
    ['a,b\n1,"2"3\n', 'line 2: Invalid Closing Quote'],
    ['a,b\n1,2"3\n', 'line 2: Invalid Opening Quote'],
  ])('rejects %j with the line of the malformed record', (text, message) => {
    expect(() => readCsvRecords(text)).toThrow(message);
  });
});
