import { getCustomer, listContacts } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { Button } from '../../controls/button.js';
import { useSession } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import { chipsOf } from './filter-texts.js';
import type { FilterName, Filters } from './filters.js';

/** The people of the company, for the assignee. */
export const useContacts = (isNeeded = true) => {
  const { company } = useSession();
  return useQuery({
    queryKey: [company.id, 'contacts', 'all'],
    queryFn: ({ signal }) =>
      dataOf(
        listContacts({
          path: { company_id: company.id },
          query: { page_size: 100 },
          signal,
          throwOnError: true,
        }),
      ),
    enabled: isNeeded,
    staleTime: 300_000,
  }).data?.data;
};

/** The name of a customer; null while unknown. */
export function useCustomerName(id: string | undefined): string | null {
  const { company } = useSession();
  const { data } = useQuery({
    queryKey: [company.id, 'customers', 'one', id],
    queryFn: ({ signal }) =>
      dataOf(getCustomer({ path: { company_id: company.id, customer_id: id! }, signal, throwOnError: true })),
    enabled: id !== undefined,
  });
  return data?.name ?? null;
}

/** What narrows the list, each with its removal. */
export function FilterChips({
  filters,
  onRemove,
}: {
  filters: Filters;
  onRemove: (name: FilterName) => void;
}) {
  const customer = useCustomerName(filters.customer_id);
  const contacts = useContacts(filters.assigned_to !== undefined && filters.assigned_to !== 'none');
  const assignee = contacts?.find(({ id }) => id === filters.assigned_to)?.name ?? null;
  return (
    <ul className="filter-chips" aria-label={texts.filters.active}>
      {chipsOf(filters, { customer, assignee }).map(({ name, text }) => (
        <li key={name} className="filter-chip">
          <span>{text}</span>
          <Button kind="plain" aria-label={texts.filters.remove(text)} onPress={() => onRemove(name)}>
            ×
          </Button>
        </li>
      ))}
    </ul>
  );
}
