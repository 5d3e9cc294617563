import { type ActionPage, type ActionResponse, listActions, type ListActionsData } from '@daybook/client';
import type { QueryClient } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { ACTION_KEYS } from '../actions.js';
import { readList, writeList } from '../filters/filters.js';
import { TABS, type Tab } from '../tabs.js';
import { PAGE_SIZE } from './pages.js';

/** The fields of an action that lists show and decide with. Without its texts, which are most of it. */
const LISTED = [
  'id',
  'company_id',
  'version',
  'status',
  'description',
  'customer',
  'invoice',
  'action_type',
  'recommendation_label',
  'to',
  'cc',
  'source',
  'scheduled_for',
  'executed_at',
  'updated_at',
  'deleted_at',
  'is_deleted',
  'response_overdue',
  'warnings',
  'delivery',
  'assigned_to',
  'allowed_actions',
] as const satisfies (keyof ActionResponse)[];

/** An action as lists have it. */
export type ListedAction = Pick<ActionResponse, (typeof LISTED)[number]>;
export type ListedPage = Omit<ActionPage, 'data'> & { data: ListedAction[] };

/** The key of all pages of one list: a tab with its filters and its order. */
export const listKey = (company: string, tab: Tab, query: string) =>
  [...ACTION_KEYS.lists(company), tab, query] as const;

/**
 * One page of a list, as TanStack Query fetches it. The parameters go as they are: the query string of the page has the names of
 * the API (filters.ts).
 */
export const pageOptions = (company: string, tab: Tab, query: string, page: number) => ({
  queryKey: [...listKey(company, tab, query), page],
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<ListedPage> =>
    dataOf(
      listActions({
        path: { company_id: company },
        query: {
          ...TABS[tab],
          ...(Object.fromEntries(new URLSearchParams(query)) as ListActionsData['query']),
          page,
          page_size: PAGE_SIZE,
          fields: LISTED.join(','),
        },
        signal,
        throwOnError: true,
      }),
    ),
});

/** Removes actions from the loaded pages of the tabs, so that a row leaves at once. What the API says next, counts. */
export function removeRows(queries: QueryClient, company: string, ids: ReadonlySet<string>, tabs: Tab[]) {
  for (const tab of tabs) {
    queries.setQueriesData<ListedPage>({ queryKey: [...ACTION_KEYS.lists(company), tab] }, (page) =>
      page?.data.some(({ id }) => ids.has(id))
        ? { ...page, data: page.data.filter(({ id }) => !ids.has(id)) }
        : page,
    );
  }
}

/** The query of a list as its key has it: the same for two addresses that mean the same list. */
export const queryOf = (search: string, tab: Tab): string => writeList(readList(search, tab));
