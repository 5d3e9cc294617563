import { getSession, type SessionResponse } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { ApiError } from '../api/api-error.js';
import { dataOf } from '../api/client.js';

/** Who is logged in, for which company, and what that person may do. */
export type Session = SessionResponse;

export const SESSION_KEY = ['session'] as const;

/** The session that the API knows, or null if nobody is logged in, which is an answer like any other. */
async function fetchSession(): Promise<Session | null> {
  try {
    return await dataOf(getSession({ throwOnError: true }));
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
