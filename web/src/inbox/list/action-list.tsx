import { LiveNotice } from '../../live/live-notice.js';
import { texts } from '../../texts/texts.js';
import { ListHeader } from '../filters/list-header.js';
import { useListState } from '../filters/use-list-state.js';
import { BulkResults } from '../selection/bulk-results.js';
import { useReport } from '../selection/results-store.js';
import type { Tab } from '../tabs.js';
import { ListRows } from './list-rows.js';
import { Undelivered, useUndelivered } from './undelivered.js';
import './action-list.css';

/** The actions of a tab: what narrows them, what others do meanwhile, and the rows. */
export function ActionList({ tab, openId }: { tab: Tab; openId: string | null }) {
  const { state, query, change } = useListState(tab, openId);
  const undelivered = useUndelivered(tab, query);
  const report = useReport();
  return (
    <section className="action-list" aria-label={texts.shell.tabs[tab]}>
      <ListHeader tab={tab} state={state} change={change} />
      <LiveNotice />
      <Undelivered actions={undelivered.actions} openId={openId} query={query} />
      <ListRows key={query} tab={tab} openId={openId} query={query} leftOut={undelivered.ids} />
      {report && <BulkResults report={report} tab={tab} query={query} />}
    </section>
  );
}
