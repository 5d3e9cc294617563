import { countActions } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { useSession } from '../session/session.js';

/** The keys of everything that shows actions; live events mark them as outdated together. */
export const ACTION_KEYS = {
  all: (company: string) => [company, 'actions'] as const,
  counts: (company: string) => [company, 'actions', 'counts'] as const,
  lists: (company: string) => [company, 'actions', 'list'] as const,
  one: (company: string, id: string) => [company, 'actions', 'one', id] as const,
};

export const countsOptions = (company: string) => ({
  queryKey: ACTION_KEYS.counts(company),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    dataOf(countActions({ path: { company_id: company }, signal, throwOnError: true })),
});

export function useCounts() {
  const { company } = useSession();
  return useQuery(countsOptions(company.id));
}
