import { putLedger } from '@daybook/client';
import { dataOf } from '../api/client.js';
import type { Choice } from './choice.js';
import { chunksOf } from './chunks.js';
import { addCounts, type Counts, NOTHING } from './counts.js';
import type { Field } from './fields.js';
import type { LedgerFile } from './ledger-file.js';
import { type ImportRow, readRows, type RowError } from './read-rows.js';
import { repeated } from './repeated.js';
import { atMost, sendRows } from './send.js';
import { readStored } from './stored.js';

/** What a long work does: it reads the ledger, by share from 0 to 1, or sends rows. */
export type Progress = { kind: 'stored'; share: number } | { kind: 'rows'; done: number; all: number };

/** What the check of a file found. */
export interface Checked {
  /** The valid rows, in the order of the file. */
  rows: ImportRow[];
  /** By line. */
  errors: RowError[];
  /** What the import of the valid rows would write. */
  counts: Counts;
}

const READ_AT_ONCE = 2_000;
const REQUESTS_AT_ONCE = 2;

/** The name of the column of each field that has one. */
export const columnNames = (file: LedgerFile, { mapping }: Choice): Map<string, string> =>
  new Map(
    (Object.entries(mapping) as [Field, number][]).map(([field, index]) => [field, file.header[index]!]),
  );

/** Reads every row, and lets the server check the valid ones. Nothing is written. */
export async function checkFile(
  company: string,
  file: LedgerFile,
  choice: Choice,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Checked> {
  const { rows, errors } = await readAll(file, choice);
  const stored = await readStored(company, signal, (share) => onProgress({ kind: 'stored', share }));
  const columns = columnNames(file, choice);
  const path = { company_id: company };
  const query = { dry_run: true };
  const valid = new Set<ImportRow>();
  let counts = NOTHING;
  let done = 0;
  onProgress({ kind: 'rows', done, all: rows.length });
  await atMost(REQUESTS_AT_ONCE, chunksOf(rows), async (chunk) => {
    const result = await sendRows(chunk, stored, columns, (body) =>
      repeated(() => dataOf(putLedger({ path, query, body, signal, throwOnError: true })), signal),
    );
    for (const row of result.written) valid.add(row);
    errors.push(...result.errors);
    if (result.counts) counts = addCounts(counts, result.counts);
    done += chunk.length;
    onProgress({ kind: 'rows', done, all: rows.length });
  });
  return {
    rows: rows.filter((row) => valid.has(row)),
    errors: errors.toSorted((a, b) => a.line - b.line),
    counts,
  };
}

/** In slices, so that the page answers while a long file is read. */
async function readAll(file: LedgerFile, { mapping, formats }: Choice) {
  const firstLines = new Map<string, number>();
  const rows: ImportRow[] = [];
  const errors: RowError[] = [];
  for (let start = 0; start < file.records.length; start += READ_AT_ONCE) {
    const records = file.records.slice(start, start + READ_AT_ONCE);
    const read = readRows(file.header, records, mapping, formats, firstLines);
    rows.push(...read.rows);
    errors.push(...read.errors);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { rows, errors };
}
