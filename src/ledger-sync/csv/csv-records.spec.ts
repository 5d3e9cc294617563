import { describe, expect, it } from '@jest/globals';
import { readText } from './csv-file.js';
import { type CsvRecord, readCsvRecords } from './csv-records.js';

async function read(content: string | Buffer, pieceBytes = 1_000): Promise<CsvRecord[]> {
  const bytes = Buffer.from(content);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const records: CsvRecord[] = [];
  const text = readText({ name: 'x.csv', bytes: bytes.length, read: pieces });
  for await (const part of readCsvRecords(text)) records.push(...part);
  return records;
}
const linesOf = async (text: string): Promise<number[]> => (await read(text)).map(({ line }) => line);

describe('readCsvRecords', () => {
  it('gives the line where each record starts, across blank lines and quoted line breaks', async () => {
    const text = '\uFEFFa,b\n1,"x\ny"\n\n\n2, z \n  \n,\n3\n"\n\n4",w\n5,"u\nv"';
    expect(await read(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\ny'] },
      { line: 6, cells: ['2', 'z'] },
      { line: 9, cells: ['3'] },
      { line: 10, cells: ['4', 'w'] },
      { line: 13, cells: ['5', 'u\nv'] },
    ]);
  });

  it('counts lines with CRLF, CR and mixed line endings', async () => {
    const lines = [1, 2, 4, 5];
    expect(await linesOf('a\r\n"x\r\ny"\r\nb\r\nc\r\n')).toEqual(lines);
    expect(await linesOf('a\r"x\ry"\rb\rc')).toEqual(lines);
    expect(await linesOf('a\r\n"x\ny"\nb\rc')).toEqual(lines);
  });

  it('keeps escaped quotes and commas in a quoted cell', async () => {
    expect(await read('"Smith, ""Joe""",2')).toEqual([{ line: 1, cells: ['Smith, "Joe"', '2'] }]);
  });

  it.each(['', '\n\n', '\uFEFF'])('finds no records in %j', async (text) => {
    expect(await read(text)).toEqual([]);
  });

  it.each([
    ['a,b\n1,2\n3,"4\n5,6\n', 'line 3: Quote Not Closed'],
    ['a,b\n1,"2"3\n', 'line 2: Invalid Closing Quote'],
    ['a,b\n1,2"3\n', 'line 2: Invalid Opening Quote'],
  ])('rejects %j with the line of the malformed record', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it.each([1, 2, 3, 7])('reads the same from pieces of %s bytes', async (bytes) => {
    const text = '\uFEFFa,b\r\n"ü\r\ny",€\r"x, ""y""",\u{1F600}\n\r\n1,2';
    expect(await read(text, bytes)).toEqual(await read(text));
    await expect(read('a,b\n1,2\n3,"4\n5,6\n', bytes)).rejects.toThrow('line 3: Quote Not Closed');
  });

  it.each([
    ['another encoding', [0x61, 0x0a, 0xfc, 0x0a]],
    ['half a character at its end', [0x61, 0x0a, 0xc3]],
  ])('rejects a file with %s', async (_, bytes) => {
    await expect(read(Buffer.from(bytes), 1)).rejects.toThrow('x.csv must be text in UTF-8');
  });
});
