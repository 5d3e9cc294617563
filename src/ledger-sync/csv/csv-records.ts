import { CsvError, parse } from 'csv-parse/sync';
import { normalizeText } from '../../input/normalize-text.js';

/** A record of a CSV file. `line` is the line where it starts, counted from 1: a quoted cell may span several lines. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * Parses CSV with commas, double quotes, any line endings and an optional byte order mark. Cells are normalized; records whose
 * cells are all empty are omitted.
 * @throws Error with the line where the malformed record starts
 */
export function readCsvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let linesRead = 0;
  try {
    // csv-parse counts a CRLF within quotes as two lines, and rejects mixed line endings.
    parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(cells: string[], { lines }) {
        const lineBreaks = cells.join('').split('\n').length - 1;
        records.push({ line: lines - lineBreaks, cells: cells.map(normalizeText) });
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
