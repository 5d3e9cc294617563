import type { BulkResults } from '@daybook/client';
import type { ListedAction } from '../list/fetch-list.js';

/** What the server said about one action. */
export interface Outcome {
  action: ListedAction;
  /** Why it failed, in a sentence; null if it succeeded. */
  failure: string | null;
}

/** The outcome of each action, in their order. */
export const outcomesOf = (actions: readonly ListedAction[], results: BulkResults['results']): Outcome[] => {
  const byId = new Map(results.map((result) => [result.id, result]));
  return actions.map((action) => ({ action, failure: byId.get(action.id)?.error?.detail ?? null }));
};

/** Parts of at most so many. */
export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
