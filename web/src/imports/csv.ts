import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { type Delimiter, partsOf } from './read-text.js';

/** A record of the file. `line` is the line where it starts, counted from 1: a quoted cell may span several lines. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** About 10 ms of parsing. */
const PART_CHARACTERS = 200_000;

/** Trims text and composes its characters, as the server does (src/input/normalize-text.ts). */
const normalize = (cell: string): string => cell.trim().normalize('NFC');

/** A file that cannot be read, with the line of the malformed record. */
export class MalformedCsv extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Parses a file by the rules of `ledger import` (src/ledger-sync/csv/csv-records.ts). Records whose cells are all empty are omitted.
 * @param onProgress called between parts with the share that is read, from 0 to 1
 * @throws MalformedCsv
 */
export async function readCsv(
  text: string,
  delimiter: Delimiter,
  onProgress: (share: number) => void = () => {},
): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  let line = 0;
  let characters = 0;
  for (const part of partsOf(text, PART_CHARACTERS)) {
    readPart(part, delimiter, line, records);
    line += part.split('\n').length - 1;
    characters += part.length;
    onProgress(characters / text.length);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return records;
}

function readPart(part: string, delimiter: Delimiter, linesBefore: number, records: CsvRecord[]): void {
  let linesRead = 0;
  try {
    parse(part, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(cells: string[], { lines }) {
        const lineBreaks = cells.join('').split('\n').length - 1;
        const record = { line: linesBefore + lines - lineBreaks, cells: cells.map(normalize) };
        if (record.cells.some((cell) => cell !== '')) records.push(record);
        linesRead = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new MalformedCsv(linesBefore + linesRead + 1, error.message);
  }
}
