import { listActions, listCustomers } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { dataOf } from '../../api/client.js';
import { ACTION_KEYS } from '../../inbox/actions.js';
import { useSession } from '../../session/session.js';

const PAUSE_MS = 150;
const MIN_LENGTH = 2;
const MAX_FOUND = 6;

/** The text as it is after a pause in typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The customers and the actions that contain the text, as the API finds them; none for a single character. */
export function useFound(text: string) {
  const { company } = useSession();
  const search = useSettled(text.trim());
  const isOn = search.length >= MIN_LENGTH;
  const path = { company_id: company.id };
  const query = { search, page_size: MAX_FOUND };
  const customers = useQuery({
    queryKey: [company.id, 'customers', 'palette', search],
    queryFn: ({ signal }) => dataOf(listCustomers({ path, query, signal, throwOnError: true })),
    enabled: isOn,
    placeholderData: keepPreviousData,
  });
  const actions = useQuery({
    queryKey: [...ACTION_KEYS.lists(company.id), 'palette', search],
    queryFn: ({ signal }) => dataOf(listActions({ path, query, signal, throwOnError: true })),
    enabled: isOn,
    placeholderData: keepPreviousData,
  });
  return {
    customers: (isOn && customers.data?.data) || [],
    actions: (isOn && actions.data?.data) || [],
    isSearching: text.trim() !== search || customers.isFetching || actions.isFetching,
    error: customers.error ?? actions.error,
  };
}
