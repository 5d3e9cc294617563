import { useLocation } from 'wouter';
import { useCounts } from '../inbox/actions.js';
import { isTab } from '../inbox/tabs.js';
import { texts } from '../texts/texts.js';
import { countOf } from './tab-counts.js';

/** Where the person is: the name of the tab or page, and how many actions a tab has; null for pages, and as long as it is not known. */
export function usePlace(): { name: string; count: number | null } {
  const [path] = useLocation();
  const { data: counts } = useCounts();
  const [, page = '', tab = ''] = path.split('/');
  const { pages, tabs, inbox } = texts.shell;
  if (page !== 'inbox' || !isTab(tab))
    return { name: Object.hasOwn(pages, page) ? pages[page as keyof typeof pages] : inbox, count: null };
  return { name: tabs[tab], count: counts && tab !== 'history' ? countOf(counts, tab) : null };
}
