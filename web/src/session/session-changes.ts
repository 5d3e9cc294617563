import type { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.js';
import { SESSION_KEY, type Session } from './session.js';

/** The session that a tab of this browser has begun; the others get an event. */
const STORED = 'daybook.session';

const isSessionEnd = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** Uses the new session, asks again for everything that failed without it, and tells the other tabs. */
export function begin(session: Session, queries: QueryClient): void {
  queries.setQueryData(SESSION_KEY, session);
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
  announce(session);
}

/** Tells the other tabs of a session that they do not know: one can also begin at the organisation, which leads to a new page. */
export function announce({ contact, ends_at }: Session): void {
  localStorage.setItem(STORED, `${contact.id} ${ends_at}`);
}

/** Asks for the session again, which renews it; the dialog of its end shows if it has ended. */
export const checkSession = (queries: QueryClient): void =>
  void queries.refetchQueries({ queryKey: SESSION_KEY }, { cancelRefetch: false });

/** Going back must not show the page as the browser has kept it: its person may have logged out since. */
const reloadIfKept = ({ persisted }: PageTransitionEvent): void => {
  if (persisted) location.reload();
};

/**
 * Notices that the session has ended as soon as any request fails because of it, and that it has begun in another tab.
 * @returns a function that stops this
 */
export function watchSession(queries: QueryClient): () => void {
  const stops = [
    queries.getQueryCache().subscribe((event) => {
      if (event.query.queryKey[0] === SESSION_KEY[0] || event.type !== 'updated') return;
      if (event.action.type === 'error' && isSessionEnd(event.action.error)) checkSession(queries);
    }),
    queries.getMutationCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return;
      if (isSessionEnd(event.action.error)) checkSession(queries);
    }),
  ];
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== STORED) return;
    checkSession(queries);
    void queries.invalidateQueries({ predicate: ({ state }) => isSessionEnd(state.error) });
  };
  window.addEventListener('storage', onStorage);
  window.addEventListener('pageshow', reloadIfKept);
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener('storage', onStorage);
    window.removeEventListener('pageshow', reloadIfKept);
  };
}
