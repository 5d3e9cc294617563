import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { normalizeText } from '../../input/normalize-text.js';

/** A record of a CSV file. `line` is the line where it starts, counted from 1: a quoted cell may span several lines. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * Parses CSV with commas, double quotes and an optional byte order mark, whose lines end with `\n`, piece by piece. Cells are
 * normalized; records whose cells are all empty are omitted.
 * @throws Error with the line where the malformed record starts
 */
export async function* readCsvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord[]> {
  const records: CsvRecord[] = [];
  let linesRead = 0;
  const parser = parse({
    bom: true,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    on_record(cells: string[], { lines }) {
      const line = lines - lineBreaksIn(cells);
      linesRead = lines;
      for (const [index, cell] of cells.entries()) cells[index] = normalizeText(cell);
      if (cells.some((cell) => cell !== '')) records.push({ line, cells });
      return null;
    },
  });
  // Callers get the error from the write that caused it.
  parser.on('error', () => {});
  const write = (piece: string): Promise<void> =>
    new Promise((resolve, reject) => parser.write(piece, (error) => (error ? reject(error) : resolve())));
  try {
    for await (const piece of text) {
      await write(piece);
      yield records.splice(0);
    }
    await finished(parser.resume().end());
    yield records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(`Broken CSV in the record that starts at line ${linesRead + 1}: ${error.message}.`, {
      cause: error,
    });
  }
}

function lineBreaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}
