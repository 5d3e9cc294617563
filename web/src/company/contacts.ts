import { listContacts } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { useSession } from '../session/session.js';

/** The key of everything that shows the contacts of the company. */
export const contactsKey = (company: string) => [company, 'contacts'] as const;

/** More contacts than these cannot be chosen from a list. */
const MOST_CONTACTS = 100;

/** The first contacts of the company, by name, active or not. */
export function useContacts({ enabled = true } = {}) {
  const { company } = useSession();
  return useQuery({
    queryKey: [...contactsKey(company.id), 'choice'],
    staleTime: 300_000,
    enabled,
    queryFn: async ({ signal }) => {
      const query = { page_size: MOST_CONTACTS };
      const page = await dataOf(
        listContacts({ path: { company_id: company.id }, query, signal, throwOnError: true }),
      );
      return page.data;
    },
  });
}
