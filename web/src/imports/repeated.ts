import { ApiError } from '../api/api-error.js';
import { waitBefore } from '../api/query-client.js';

const REPETITIONS = 4;

/** Repeats a request that failed for a while: no answer, too many requests, a server that is busy. Ends at once when aborted. */
export async function repeated<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      const mayRepeat = error instanceof ApiError && error.isTemporary && attempt < REPETITIONS;
      if (!mayRepeat || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitBefore(attempt, error)));
    }
  }
}
