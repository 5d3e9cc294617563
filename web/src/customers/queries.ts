import { type AgingBalances, getAging, listActions, listCustomers, listInvoices } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dataOf, pageOf } from '../api/client.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useSession } from '../session/session.js';

/** The keys of what comes from the ledger; live events mark them as outdated together. */
export const LEDGER_KEYS = {
  all: (company: string) => [company, 'ledger'] as const,
  customers: (company: string) => [company, 'ledger', 'customers'] as const,
  customer: (company: string, id: string) => [company, 'ledger', 'customer', id] as const,
  aging: (company: string) => [company, 'ledger', 'aging'] as const,
};

export const CUSTOMERS_PAGE = 50;
const AGING_PAGE = 500;

export function useCustomers(query: { search?: string; held?: true; page: number }) {
  const { company } = useSession();
  return useQuery({
    queryKey: [...LEDGER_KEYS.customers(company.id), query],
    queryFn: ({ signal }) =>
      pageOf(
        listCustomers({
          path: { company_id: company.id },
          query: { ...query, page_size: CUSTOMERS_PAGE },
          signal,
          throwOnError: true,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The open balances of every customer, by id; null if there are too many debtors for one request. */
export function useBalances() {
  const { company } = useSession();
  return useQuery({
    queryKey: [...LEDGER_KEYS.aging(company.id), 'all'],
    queryFn: async ({ signal }): Promise<Map<string, AgingBalances[]> | null> => {
      const path = { company_id: company.id };
      const page = await dataOf(
        getAging({ path, query: { page_size: AGING_PAGE }, signal, throwOnError: true }),
      );
      if (page.count > page.data.length) return null;
      return new Map(page.data.map(({ customer, balances }) => [customer.id, balances]));
    },
    staleTime: 120_000,
  });
}

export const INVOICES_PAGE = 20;

export function useInvoices(customer: string, query: { status?: string; page: number }) {
  const { company } = useSession();
  return useQuery({
    queryKey: [...LEDGER_KEYS.customer(company.id, customer), 'invoices', query],
    queryFn: ({ signal }) =>
      pageOf(
        listInvoices({
          path: { company_id: company.id },
          query: { ...query, customer_id: customer, page_size: INVOICES_PAGE },
          signal,
          throwOnError: true,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What is open for the customer: undecided, scheduled and approved actions. */
export function useOpenActions(customer: string) {
  const { company } = useSession();
  return useQuery({
    queryKey: [...ACTION_KEYS.lists(company.id), 'customer', customer],
    queryFn: ({ signal }) =>
      dataOf(
        listActions({
          path: { company_id: company.id },
          query: { customer_id: customer, status: 'proposed,scheduled,processing', page_size: 100 },
          signal,
          throwOnError: true,
        }),
      ),
  });
}
