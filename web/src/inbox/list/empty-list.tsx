import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button } from '../../controls/button.js';
import { useSession } from '../../session/session.js';
import { weekday } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useCounts } from '../actions.js';
import { isFiltered, readList } from '../filters/filters.js';
import { listHref } from '../filters/use-list-state.js';
import type { Tab } from '../tabs.js';
import { pageOptions } from './fetch-list.js';
import './empty-list.css';

interface Props {
  tab: Tab;
  query: string;
  openId: string | null;
  /** Whether the tab shows something above the list. */
  hasMore: boolean;
}

/** Says that nothing is there, and what comes next. */
export function EmptyList({ tab, query, openId, hasMore }: Props) {
  const [, navigate] = useLocation();
  if (isFiltered(readList(query, tab).filters))
    return (
      <div className="empty-list">
        <p role="status">{texts.inbox.empty.noMatch}</p>
        <Button onPress={() => navigate(listHref(tab, openId, ''), { replace: true })}>
          {texts.inbox.empty.clear}
        </Button>
      </div>
    );
  if (hasMore) return null;
  return (
    <div className="empty-list">
      <p role="status">
        {texts.inbox.empty[tab]} {tab === 'needs_action' && <ComesNext />}
      </p>
    </div>
  );
}

function ComesNext() {
  const { company } = useSession();
  const { data: counts } = useCounts();
  const scheduled = counts?.statuses.scheduled ?? 0;
  const { data: page } = useQuery({ ...pageOptions(company.id, 'scheduled', '', 1), enabled: scheduled > 0 });
  const next = page?.data.map((action) => action.scheduled_for).toSorted()[0];
  if (next) return texts.inbox.empty.scheduledNext(scheduled, weekday(next));
  return counts && counts.categories.awaiting_customer > 0
    ? texts.inbox.empty.waiting(counts.categories.awaiting_customer)
    : null;
}
