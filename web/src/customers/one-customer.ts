import { getCustomer, getCustomerSummary } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useSession } from '../session/session.js';

/** Begins with the key of actions, because a customer shows its open actions and the last contact. */
export const customerKey = (company: string, id: string | undefined) =>
  [...ACTION_KEYS.all(company), 'customer', id] as const;

/** A customer with its contacts, hold and open actions; not asked for without an id. */
export function useCustomer(id: string | undefined) {
  const { company } = useSession();
  return useQuery({
    queryKey: customerKey(company.id, id),
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      dataOf(getCustomer({ path: { company_id: company.id, customer_id: id! }, signal, throwOnError: true })),
  });
}

/** What the customer owes by age, how it pays, and the last contact. */
export function useCustomerSummary(id: string) {
  const { company } = useSession();
  return useQuery({
    queryKey: [...customerKey(company.id, id), 'summary'],
    queryFn: ({ signal }) =>
      dataOf(
        getCustomerSummary({ path: { company_id: company.id, customer_id: id }, signal, throwOnError: true }),
      ),
  });
}
