import { useEffect, useState } from 'react';
import { tell } from '../../live/live-line.js';
import { LiveNotice } from '../../live/live-notice.js';
import { texts } from '../../texts/texts.js';
import { ListHeader } from '../filters/list-header.js';
import { useListState } from '../filters/use-list-state.js';
import { BulkResults } from '../selection/bulk-results.js';
import { useReport } from '../selection/results-store.js';
import type { Tab } from '../tabs.js';
import { ListRows } from './list-rows.js';
import type { SelectedIds } from './selected-ids.js';
import { Undelivered, useUndelivered } from './undelivered.js';
import './action-list.css';

/** The actions of a tab: what narrows them, what others do meanwhile, and the rows. */
export function ActionList({ tab, openId }: { tab: Tab; openId: string | null }) {
  const { state, query, change } = useListState(tab, openId);
  const undelivered = useUndelivered(tab, query);
  const report = useReport();
  const { selected, select } = useSelection(query);
  return (
    <section className="action-list" aria-label={texts.shell.tabs[tab]}>
      <ListHeader tab={tab} state={state} change={change} />
      <LiveNotice />
      <Undelivered actions={undelivered.actions} openId={openId} query={query} />
      <ListRows
        key={query}
        tab={tab}
        openId={openId}
        query={query}
        leftOut={undelivered.ids}
        selected={selected}
        onSelect={select}
      />
      {report && <BulkResults report={report} tab={tab} query={query} />}
    </section>
  );
}

const NONE: SelectedIds = new Set();

/** The selected actions of a list. Another search, filter or order ends the selection, which is said: nobody decides about unseen rows. */
function useSelection(query: string) {
  const [{ of, ids, ended }, setSelection] = useState({ of: query, ids: NONE, ended: 0 });
  if (of !== query) setSelection({ of: query, ids: NONE, ended: ended + (ids.size > 0 ? 1 : 0) });
  useEffect(() => {
    if (ended > 0) tell(texts.selection.ended);
  }, [ended]);
  return {
    selected: ids,
    select: (selected: SelectedIds) => setSelection({ of: query, ids: selected, ended }),
  };
}
