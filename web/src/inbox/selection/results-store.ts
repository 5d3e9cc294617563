import { useSyncExternalStore } from 'react';
import type { BulkCommand } from './bulk.js';
import type { Outcome } from './outcomes.js';

/** What became of a decision about several actions of which some failed. */
export interface BulkReport {
  kind: BulkCommand['kind'];
  outcomes: Outcome[];
}

/** Of the whole page: the answer can come when the list is not shown any more. */
let report: BulkReport | null = null;
const listeners = new Set<() => void>();

/** Keeps the report until the person has seen it; null after that. */
export function setReport(next: BulkReport | null): void {
  report = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useReport = (): BulkReport | null => useSyncExternalStore(subscribe, () => report);
