import type { LedgerCountsResponse } from '@daybook/client';
import { ApiError } from '../api/api-error.js';
import { bodyOf, type StoredLedger } from './chunks.js';
import type { ImportRow, RowError } from './read-rows.js';
import { errorsOf } from './server-errors.js';

type Send = (body: ReturnType<typeof bodyOf>) => Promise<LedgerCountsResponse>;

/** The API lists 100 errors of a request: so many times it is sent again without the rows that it listed. */
const ROUNDS = 12;

/**
 * Sends the rows of one request. If some are invalid, nothing of them is written: their errors are collected, and the others are
 * sent again, so that all errors are found.
 * @returns null as counts if no row is valid
 * @throws ApiError if the request fails for another reason than its rows
 */
export async function sendRows(
  rows: readonly ImportRow[],
  stored: StoredLedger,
  columns: ReadonlyMap<string, string>,
  send: Send,
): Promise<{ written: readonly ImportRow[]; counts: LedgerCountsResponse | null; errors: RowError[] }> {
  const errors: RowError[] = [];
  let left = rows;
  for (let round = 0; left.length > 0; round += 1) {
    const body = bodyOf(left, stored);
    try {
      return { written: left, counts: await send(body), errors };
    } catch (error) {
      const found = error instanceof ApiError ? errorsOf(error, body, left, columns) : [];
      if (found.length === 0 || round === ROUNDS) throw error;
      errors.push(...found);
      const lines = new Set(found.map(({ line }) => line));
      left = left.filter(({ line }) => !lines.has(line));
    }
  }
  return { written: [], counts: null, errors };
}

/** Runs tasks, at most `limit` at once, and fails with the first that fails. */
export async function atMost<T>(
  limit: number,
  tasks: readonly T[],
  run: (task: T) => Promise<void>,
): Promise<void> {
  const queue = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await run(task);
  };
  try {
    await Promise.all(Array.from({ length: limit }, worker));
  } finally {
    queue.length = 0;
  }
}
