import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { client } from '@daybook/client/singleton';
import { dataOf } from '../api/client.js';

/** Who is logged in, for which company, and what that person may do. */
export interface Session {
  contact: { id: string; name: string; email: string; access_role: 'viewer' | 'decider' | 'admin' };
  company: { id: string; name: string };
  companies: { id: string; name: string }[];
  scopes: string[];
}

export const SESSION_KEY = ['session'] as const;

export const useSessionQuery = () =>
  useQuery({
    queryKey: SESSION_KEY,
    queryFn: () => dataOf<Session>(client.get<Session, unknown, true>({ url: '/api/session' })),
    staleTime: 60_000,
  });

export const SessionContext = createContext<Session | null>(null);

/** The session of the page, inside the SessionGate. */
export const useSession = (): Session => useContext(SessionContext)!;

/** Whether the person may do what needs this scope. */
export const useMay = (scope: 'decide' | 'ledger' | 'propose' | 'admin'): boolean =>
  useSession().scopes.includes(scope);
