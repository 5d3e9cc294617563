import { putLedger } from '@daybook/client';
import { dataOf } from '../api/client.js';
import type { Progress } from './check.js';
import { chunksOf } from './chunks.js';
import { addCounts, type Counts, NOTHING } from './counts.js';
import type { ImportRow, RowError } from './read-rows.js';
import { repeated } from './repeated.js';
import { sendRows } from './send.js';
import { readStored } from './stored.js';

/** What an import has written. */
export interface Written {
  end: 'done' | 'stopped' | 'failed';
  /** The rows that are in the ledger now. */
  done: number;
  all: number;
  counts: Counts;
  /** Rows that the server refuses since they were checked. */
  errors: RowError[];
  /** Why it failed; null if it did not. */
  failure: unknown;
}

/**
 * Writes rows, one request after the other. The ledger is read again before, because it may have changed since the check.
 * @param signal stops between requests: what was sent is finished and counted
 */
export async function writeRows(
  company: string,
  rows: readonly ImportRow[],
  columns: ReadonlyMap<string, string>,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Written> {
  const result: Written = {
    end: 'done',
    done: 0,
    all: rows.length,
    counts: NOTHING,
    errors: [],
    failure: null,
  };
  try {
    const stored = await readStored(company, signal, (share) => onProgress({ kind: 'stored', share }));
    for (const chunk of chunksOf(rows)) {
      if (signal.aborted) break;
      onProgress({ kind: 'rows', done: result.done, all: rows.length });
      const { written, counts, errors } = await sendRows(chunk, stored, columns, (body) => {
        // One key for one body: a repetition after a lost answer changes nothing and gets the same answer.
        const headers = { 'Idempotency-Key': crypto.randomUUID() };
        const path = { company_id: company };
        const request = () => dataOf(putLedger({ path, body, headers, throwOnError: true }));
        return repeated(request, new AbortController().signal);
      });
      result.done += written.length;
      result.errors.push(...errors);
      if (counts) result.counts = addCounts(result.counts, counts);
    }
    if (signal.aborted) result.end = 'stopped';
  } catch (failure) {
    if (signal.aborted) result.end = 'stopped';
    else Object.assign(result, { end: 'failed', failure });
  }
  return result;
}
