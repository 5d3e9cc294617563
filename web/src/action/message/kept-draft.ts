import { useState } from 'react';
import type { Action } from '../action.js';
import { type Draft, draftOf } from './draft.js';

/** What is typed, and the action over which it is typed, to tell what has changed in it since. */
interface Kept {
  draft: Draft;
  seen: Action;
}

const keyOf = ({ company_id, id }: Action): string => `daybook.draft.${company_id}.${id}`;

function stored(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

/** Without what is long and does not tell a change. */
const slim = (action: Action): Action => ({
  ...action,
  evidence: null,
  metadata: {},
  approval_log: action.approval_log.slice(-1).map((entry) => ({ ...entry, changes: null })),
});

/** Forgets what was typed: it is saved, sent or discarded. */
export function forgetDraft(action: Action): void {
  sessionStorage.removeItem(keyOf(action));
}

/**
 * What the person types over the draft; null while nobody edits. It is kept in the tab until it is saved, sent or discarded, so that
 * neither a reload nor the end of the session loses it.
 */
export function useKeptDraft(action: Action) {
  const key = keyOf(action);
  const [kept, setKept] = useState(() => stored(key));
  return {
    draft: kept?.draft ?? null,
    /** The action as it was when the person began to type; null while nobody edits. */
    seen: kept?.seen ?? null,
    start: () => setKept((current) => current ?? { draft: draftOf(action), seen: slim(action) }),
    change: (values: Partial<Draft>) => {
      const { draft, seen } = kept ?? { draft: draftOf(action), seen: slim(action) };
      const next = { draft: { ...draft, ...values }, seen };
      setKept(next);
      try {
        sessionStorage.setItem(key, JSON.stringify(next));
      } catch {
        // The storage is full or off: the text still is in the page.
      }
    },
    /** What is typed now belongs to this version of the action. */
    rebase: (now: Action) => setKept((current) => current && { ...current, seen: slim(now) }),
    discard: () => {
      sessionStorage.removeItem(key);
      setKept(null);
    },
  };
}

export type KeptDraft = ReturnType<typeof useKeptDraft>;
