import { createContext, useContext } from 'react';
import type { Pending } from './pending.js';
import type { PendingStore } from './pending-store.js';

export interface PendingDecisions extends Pick<PendingStore, 'decide' | 'sendNow' | 'dismiss' | 'flush'> {
  /** In the order of the decisions. */
  all: readonly Pending[];
  /** Takes a decision back and opens its action again. */
  undo: (id: string) => void;
  /** Whether the person has decided about the action, though the lists may not show it yet. */
  isDecided: (actionId: string) => boolean;
  /** Shows the decisions in the calling component instead of at the bottom of the page, as long as it is mounted. */
  host: () => () => void;
}

export const PendingDecisionsContext = createContext<PendingDecisions | null>(null);

/** The decisions that are not settled yet, for the whole page: `decide()` and the rest of PendingStore. */
export const usePendingDecisions = (): PendingDecisions => useContext(PendingDecisionsContext)!;
