import { type CsvRecord, MalformedCsv, readCsv } from './csv.js';
import { decode, type Delimiter, guessDelimiter, MAX_BYTES } from './read-text.js';

/** A file that could be read: its header, and the records below. */
export interface LedgerFile {
  /** Another one each time that a file is read. */
  id: string;
  name: string;
  text: string;
  delimiter: Delimiter;
  header: string[];
  records: CsvRecord[];
}

/** Why a file cannot be read. */
export type FileProblem =
  { kind: 'tooLarge' | 'encoding' | 'empty' } | { kind: 'malformed'; line: number; reason: string };

type Outcome = { file: LedgerFile } | { problem: FileProblem };

/** @param onProgress called with the share that is read, from 0 to 1 */
export async function openFile(source: File, onProgress: (share: number) => void): Promise<Outcome> {
  if (source.size > MAX_BYTES) return { problem: { kind: 'tooLarge' } };
  const text = decode(new Uint8Array(await source.arrayBuffer()));
  if (text === null) return { problem: { kind: 'encoding' } };
  return parseFile(source.name, text, guessDelimiter(text), onProgress);
}

export async function parseFile(
  name: string,
  text: string,
  delimiter: Delimiter,
  onProgress: (share: number) => void,
): Promise<Outcome> {
  try {
    const [header, ...records] = await readCsv(text, delimiter, onProgress);
    if (!header || records.length === 0) return { problem: { kind: 'empty' } };
    return { file: { id: crypto.randomUUID(), name, text, delimiter, header: header.cells, records } };
  } catch (error) {
    if (!(error instanceof MalformedCsv)) throw error;
    return { problem: { kind: 'malformed', line: error.line, reason: error.message } };
  }
}
