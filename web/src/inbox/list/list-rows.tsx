import { useCallback, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { errorText } from '../../api/error-text.js';
import { Button } from '../../controls/button.js';
import { Notice } from '../../controls/notice.js';
import { useKeys } from '../../keys/use-keys.js';
import { useMay } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import { listHref } from '../filters/use-list-state.js';
import { beside } from '../next-action.js';
import { SelectionBar } from '../selection/selection-bar.js';
import type { Tab } from '../tabs.js';
import { ActionGrid } from './action-grid.js';
import { EmptyList } from './empty-list.js';
import { isLoaded, type Row } from './pages.js';
import { type SelectedIds, toggled } from './selected-ids.js';
import { useList } from './use-list.js';
import './list-rows.css';

interface Props {
  tab: Tab;
  openId: string | null;
  /** The query string of the list. */
  query: string;
  /** The ids that are shown above the list. */
  leftOut: readonly string[];
  selected: SelectedIds;
  onSelect: (ids: SelectedIds) => void;
}

/** The most presses of the key that are kept until the list is there. */
const MAX_EARLY = 3;

/** What stands for the rows before the first page is there. */
const WAITING: Row[] = Array.from({ length: 8 }, (_, index) => ({ id: `row-${index}`, isPlaceholder: true }));

/** The rows of a list, the keys that move through it, and the decision about several. */
export function ListRows({ tab, openId, query, leftOut, selected, onSelect }: Props) {
  const list = useList(tab, query, leftOut);
  const { rows } = list;
  const [, navigate] = useLocation();
  // Nothing is left to decide in the history.
  const mayDecide = useMay('decide') && tab !== 'history';

  const open = useCallback(
    // j and k do not fill the history of the browser: back leads to the list.
    (id: string) => navigate(listHref(tab, id, query), { replace: openId !== null }),
    [navigate, tab, query, openId],
  );
  const isThere = list.count !== null;
  const early = useRef(0);
  const step = (by: 1 | -1) => {
    // Who is faster than the list gets where the keys lead. Keys that decide are not kept: nobody decides what is not in sight.
    if (!isThere) early.current = Math.min(MAX_EARLY, Math.max(0, early.current + by));
    const id = isThere ? beside(openId, by) : null;
    if (id) open(id);
  };
  useEffect(() => {
    if (!isThere || early.current === 0) return;
    let id = openId;
    for (let presses = early.current; presses > 0; presses -= 1) id = beside(id, 1) ?? id;
    early.current = 0;
    if (id && id !== openId) open(id);
  }, [isThere, openId, open]);
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    select: () => {
      const id = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id ?? openId;
      if (mayDecide && id && rows.some((row) => row.id === id)) onSelect(toggled(selected, id));
    },
  });

  if (list.error && rows.length === 0)
    return (
      <div className="list-rows-note">
        <Notice kind="bad">{errorText(list.error)}</Notice>
        <Button onPress={list.retry}>{texts.errors.retry}</Button>
        {query !== '' && (
          <Button onPress={() => navigate(listHref(tab, openId, ''), { replace: true })}>
            {texts.inbox.empty.clear}
          </Button>
        )}
      </div>
    );
  if (isThere && rows.length === 0)
    return <EmptyList tab={tab} query={query} openId={openId} hasMore={leftOut.length > 0} />;
  const loaded = selected.size > 0 ? rows.filter(isLoaded) : [];
  const chosen = loaded.filter(({ id }) => selected.has(id));
  return (
    <>
      <ActionGrid
        tab={tab}
        rows={isThere ? rows : WAITING}
        isLoading={!isThere}
        openId={openId}
        selected={mayDecide ? selected : null}
        onSelect={onSelect}
        onOpen={open}
        show={list.show}
      />
      {chosen.length > 0 && (
        <SelectionBar
          actions={chosen}
          loaded={loaded}
          href={listHref(tab, openId, query)}
          onSelect={(ids) => onSelect(new Set(ids))}
        />
      )}
    </>
  );
}
