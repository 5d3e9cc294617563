import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '../../session/session.js';
import { useDecidedIds } from './decided-ids.js';
import { rememberOrder } from '../next-action.js';
import type { Tab } from '../tabs.js';
import { type ListedAction, pageOptions } from './fetch-list.js';
import { isLoaded, pagesInView, type Row, rowsOf } from './pages.js';

/** How long the same pages must stay in view before they are loaded: who flies over a thousand rows does not ask for them. */
const PAUSE_MS = 80;
const NONE: readonly string[] = [];

export interface LoadedList {
  rows: Row[];
  /** The number of actions; null until the first page is there. */
  count: number | null;
  /** Why the pages in view are not there; null if they are, or are on their way. */
  error: Error | null;
  /** Loads the pages around these rows. */
  show: (first: number, last: number) => void;
  /** Asks again after an error. */
  retry: () => void;
}

/**
 * A list, of which only the pages in view are loaded and kept up to date. Pages that were in view stay; if they are outdated, they
 * are asked for again when they come into view.
 * @param leftOut ids that another part of the tab shows, above the list
 */
export function useList(tab: Tab, query: string, leftOut: readonly string[] = NONE): LoadedList {
  const { company } = useSession();
  const hidden = useDecidedIds();
  const [inView, setInView] = useState<readonly number[]>([1]);
  const [loaded, setLoaded] = useState<readonly number[]>([1]);
  const wanted = useRef<readonly number[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const results = useQueries({
    // A disabled query has its data, but an outdated one is not fetched.
    queries: loaded.map((page) => ({
      ...pageOptions(company.id, tab, query, page),
      enabled: inView.includes(page),
    })),
  });
  const latest = results.reduce((a, b) => (b.dataUpdatedAt > a.dataUpdatedAt ? b : a));
  const count = latest.data?.count ?? null;
  const data = useSame(results.map((result) => result.data?.data));
  const rows = useMemo(() => {
    const pages = new Map<number, ListedAction[]>();
    data.forEach((actions, index) => actions && pages.set(loaded[index]!, actions));
    return rowsOf(count ?? 0, pages, new Set([...hidden, ...leftOut]));
  }, [data, loaded, count, hidden, leftOut]);
  useEffect(() => {
    const first = leftOut.filter((id) => !hidden.has(id));
    rememberOrder([...first, ...rows.filter(isLoaded).map(({ id }) => id)]);
  }, [rows, leftOut, hidden]);
  const load = (pages: readonly number[]) => {
    wanted.current = null;
    setInView(pages);
    setLoaded((before) =>
      pages.every((page) => before.includes(page))
        ? before
        : [...new Set([...before, ...pages])].toSorted((a, b) => a - b),
    );
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const failed = results.find((result) => result.error && !result.data);
  return {
    rows,
    count,
    error: failed?.error ?? null,
    show: (first, last) => {
      const pages = pagesInView(first, last, count ?? 0);
      if (pages.join() === (wanted.current ?? inView).join()) return;
      wanted.current = pages;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => load(pages), PAUSE_MS);
    },
    retry: () => void failed?.refetch(),
  };
}

/** The same array as before while its elements are the same. */
function useSame<T>(items: readonly T[]): readonly T[] {
  const [last, setLast] = useState(items);
  if (items.length === last.length && items.every((item, index) => item === last[index])) return last;
  setLast(items);
  return items;
}
