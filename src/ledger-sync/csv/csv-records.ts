import { CsvError, parse } from 'csv-parse/sync';

/** One record; `line` is the file's line where it starts, counted from 1: a quoted cell may span several. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * The records of a CSV text (commas, double quotes, any line ends, a byte order mark or none), their cells
 * trimmed, those without any text left out. Throws an Error that names the line where broken CSV begins.
 */
export function readCsvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let linesRead = 0;
  try {
    // The parser counts a CRLF within quotes as two lines and refuses a file of mixed line ends.
    parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(cells: string[], { lines }) {
        const breaks = cells.join('').split('\n').length - 1;
        records.push({ line: lines - breaks, cells: cells.map((cell) => cell.trim()) });
        linesRead = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(`Broken CSV in the record that starts at line ${linesRead + 1}: ${error.message}.`, {
      cause: error,
    });
  }
  return records.filter(({ cells }) => cells.some((cell) => cell !== ''));
}
