import { getSettings } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { useSession } from '../session/session.js';

export const settingsKey = (company: string) => [company, 'settings'] as const;

/** The settings of the company. They are read again when an event says that they have changed. */
export function useSettings() {
  const { company } = useSession();
  return useQuery({
    queryKey: settingsKey(company.id),
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      dataOf(getSettings({ path: { company_id: company.id }, signal, throwOnError: true })),
  });
}
