import { type ActionPage, type ActionResponse, listActions, type ListActionsData } from '@daybook/client';
import type { QueryClient } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { ACTION_KEYS } from '../actions.js';
import { readList, writeList } from '../filters/filters.js';
import { TABS, type Tab } from '../tabs.js';
import { PAGE_SIZE } from './pages.js';

/** An action as lists have it. */
export type ListedAction = ActionResponse;

/** The key of all pages of one list: a tab with its filters and its order. */
export const listKey = (company: string, tab: Tab, query: string) =>
  [...ACTION_KEYS.lists(company), tab, query] as const;

/**
 * One page of a list, as TanStack Query fetches it. The parameters go as they are: the query string of the page has the names of
 * the API (filters.ts).
 */
export const pageOptions = (company: string, tab: Tab, query: string, page: number) => ({
  queryKey: [...listKey(company, tab, query), page],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    dataOf(
      listActions({
        path: { company_id: company },
        query: {
          ...TABS[tab],
          ...(Object.fromEntries(new URLSearchParams(query)) as ListActionsData['query']),
          page,
          page_size: PAGE_SIZE,
        },
        signal,
        throwOnError: true,
      }),
    ),
});

/** Removes actions from the loaded pages of the tabs, so that a row leaves at once. What the API says next, counts. */
export function removeRows(queries: QueryClient, company: string, ids: ReadonlySet<string>, tabs: Tab[]) {
  for (const tab of tabs) {
    queries.setQueriesData<ActionPage>({ queryKey: [...ACTION_KEYS.lists(company), tab] }, (page) =>
      page?.data.some(({ id }) => ids.has(id))
        ? { ...page, data: page.data.filter(({ id }) => !ids.has(id)) }
        : page,
    );
  }
}

/** The query of a list as its key has it: the same for two addresses that mean the same list. */
export const queryOf = (search: string, tab: Tab): string => writeList(readList(search, tab));
