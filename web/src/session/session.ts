import { getSession, type SessionResponse } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { ApiError } from '../api/api-error.js';
import type { SessionTimes } from './end-of-session.js';

/** Who is logged in, for which company, and what that person may do. */
export type Session = SessionResponse;

/** When a tab of this browser has read the session, in ms. */
const STORED = 'daybook.seen';
let skewMs = 0;

/** @param readAt when this tab has read the session */
export const sessionTimes = (readAt: number): SessionTimes => ({
  readAt,
  seenAt: Number(localStorage.getItem(STORED)),
  skewMs,
});

export const SESSION_KEY = ['session'] as const;

/** The session that the API knows, or null if nobody is logged in, which is an answer like any other. */
async function fetchSession(): Promise<Session | null> {
  try {
    const { data, response } = await getSession({ throwOnError: true });
    skewMs = Date.parse(response.headers.get('Date') ?? '') - Date.now() || 0;
    localStorage.setItem(STORED, String(Date.now()));
    return data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export const useSessionQuery = ({ enabled = true } = {}) =>
  useQuery({ queryKey: SESSION_KEY, queryFn: fetchSession, staleTime: 60_000, enabled });

export const SessionContext = createContext<Session | null>(null);

/** The session of the page, inside the SessionGate. */
export const useSession = (): Session => useContext(SessionContext)!;

/** Whether the person may do what needs this scope. */
export const useMay = (scope: 'decide' | 'ledger' | 'propose' | 'admin'): boolean =>
  useSession().scopes.includes(scope);
