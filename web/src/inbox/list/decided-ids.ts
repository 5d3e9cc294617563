import { useMemo } from 'react';
import { isDecided } from '../../action/decision/pending.js';
import { usePendingDecisions } from '../../action/decision/pending-decisions.js';

/** The actions that the person has decided about and that the API may still list: their rows leave at once. */
export function useDecidedIds(): ReadonlySet<string> {
  const { all } = usePendingDecisions();
  return useMemo(() => new Set(all.filter(isDecided).flatMap(({ decision }) => decision.actionIds)), [all]);
}
