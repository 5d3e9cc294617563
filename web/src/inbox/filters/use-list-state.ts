import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Tab } from '../tabs.js';
import { type ListState, readList, writeList } from './filters.js';

/** The address of a list or of an action in it: the filters go with it. */
export const listHref = (tab: Tab, id: string | null, query: string): string =>
  `/inbox/${tab}${id ? `/${id}` : ''}${query ? `?${query}` : ''}`;

/** The filters and the order of the list, which live in the address. A change replaces the entry of the browser's history. */
export function useListState(tab: Tab, openId: string | null) {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => readList(search, tab), [search, tab]);
  const change = useCallback(
    (next: ListState) => navigate(listHref(tab, openId, writeList(next)), { replace: true }),
    [navigate, tab, openId],
  );
  return { state, query: writeList(state), change };
}
