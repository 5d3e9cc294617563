import { describe, expect, it } from '@jest/globals';
import { readCsv } from './csv.js';
import { decode, guessDelimiter, partsOf } from './read-text.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decode', () => {
  it('reads UTF-8 with and without a byte order mark, and makes line endings equal', () => {
    expect(decode(utf8('\uFEFFNo,Zürich\r\n1\r2\n'))).toBe('No,Zürich\n1\n2\n');
  });

  it('rejects Latin-1 and UTF-16', () => {
    expect(decode(Uint8Array.from([0x5a, 0xfc, 0x72]))).toBeNull();
    expect(decode(new Uint8Array(Uint16Array.from([0x61, 0x62]).buffer))).toBeNull();
  });
});

describe('guessDelimiter', () => {
  it.each([
    ['a,b;c,d\n1;2;3;4;5', ','],
    ['a;b;"c,d,e,f"\n', ';'],
    ['a\tb, c\td\n', '\t'],
    ['only', ','],
  ])('reads %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter);
  });
});

describe('readCsv', () => {
  it('gives the line where each record starts, across blank lines and quoted line breaks', async () => {
    expect(await readCsv('a;b\n1;"x\ny"\n\n2; z \n;\n3;"say ""hi"""', ';')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', 'z'] },
      { line: 7, cells: ['3', 'say "hi"'] },
    ]);
  });

  it('keeps lines right from part to part, and never cuts a quoted cell', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index},"first\nsecond, ""third"""`);
    const shares: number[] = [];
    const records = await readCsv(rows.join('\n'), ',', (share) => shares.push(share));
    expect(records).toHaveLength(30_000);
    expect(records.at(-1)).toEqual({ line: 59_999, cells: ['29999', 'first\nsecond, "third"'] });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.at(-1)).toBe(1);
  });

  it('names the line of a malformed record, in later parts too', async () => {
    const text = `${'x,y\n'.repeat(100_000)}1,"2"3\n`;
    await expect(readCsv(text, ',')).rejects.toMatchObject({ line: 100_001 });
  });
});

describe('partsOf', () => {
  it('loses nothing', () => {
    const text = 'a\n"b\nc"\nd';
    expect([...partsOf(text, 1)]).toEqual(['a\n', '"b\nc"\n', 'd']);
  });
});
