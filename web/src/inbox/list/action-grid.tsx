import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import { GridRow } from './grid-row.js';
import { isLoaded, type Row } from './pages.js';
import { ROW_HEIGHT, rowsDrawn, scrollTopFor, useRowsInView } from './rows-in-view.js';
import { type SelectedIds, toggled, withRange } from './selected-ids.js';
import './action-grid.css';

interface Props {
  tab: Tab;
  rows: readonly Row[];
  isLoading: boolean;
  openId: string | null;
  /** null if the person may not decide. */
  selected: SelectedIds | null;
  onSelect: (ids: SelectedIds) => void;
  onOpen: (id: string) => void;
  show: (first: number, last: number) => void;
}

/**
 * The rows as a grid (ARIA's pattern), of which only those in view are elements. Arrows, Home, End and the page keys move, Enter
 * opens, Space selects, Shift selects what lies between.
 */
export function ActionGrid({ tab, rows, isLoading, openId, selected, onSelect, onOpen, show }: Props) {
  const { view, scroller } = useRowsInView(rows, show);
  const anchor = useRef<string | null>(null);
  const places = useMemo(() => new Map(rows.map(({ id }, index) => [id, index])), [rows]);
  const openIndex = places.get(openId ?? '') ?? -1;
  const { focusedId, focus, follow } = useFocusedRow(scroller, rows, places);

  // Only once for each action that opens: rows that come and go do not move the list.
  const shownId = useRef<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (openId === null) shownId.current = null;
    if (!element || openIndex < 0 || shownId.current === openId) return;
    shownId.current = openId;
    element.scrollTo({ top: scrollTopFor(openIndex, element.scrollTop, element.clientHeight) });
  }, [openId, openIndex, scroller]);

  const select = (id: string, isRange: boolean) => {
    if (!selected) return;
    onSelect(isRange ? withRange(selected, rows, anchor.current, id) : toggled(selected, id));
    anchor.current = id;
  };
  // Rows are drawn again only if their own properties change.
  const handlers = useRef({ select, onOpen });
  useLayoutEffect(() => {
    handlers.current = { select, onOpen };
  });
  const [stable] = useState(() => ({
    onSelect: (id: string, isRange: boolean) => handlers.current.select(id, isRange),
    onOpen: (id: string) => handlers.current.onOpen(id),
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-id]')?.dataset.id;
    const index = places.get(id ?? '');
    if (id === undefined || index === undefined || event.altKey) return;
    const page = Math.max(1, view.last - view.first - 1);
    const to = targetOf(event.key, index, page, rows.length);
    if (to !== null) {
      const target = rows[to];
      focus(to);
      if (event.shiftKey && selected && target && isLoaded(target)) {
        onSelect(withRange(withRange(selected, rows, null, id), rows, id, target.id));
        anchor.current = target.id;
      }
    } else if (event.key === 'Enter') onOpen(id);
    else if (event.key === ' ') select(id, event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selected)
      onSelect(new Set(rows.filter(isLoaded).map((row) => row.id)));
    else return;
    event.preventDefault();
  };

  const isInView = (index: number) => index >= view.first && index <= view.last;
  const focusedIndex = places.get(focusedId ?? '') ?? -1;
  const entry = [focusedIndex, openIndex].find((index) => index >= 0 && isInView(index)) ?? view.first;
  return (
    // Its rows take the focus.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={scroller}
      className="action-grid"
      role="grid"
      aria-label={texts.inbox.list(texts.shell.tabs[tab])}
      aria-rowcount={rows.length}
      aria-multiselectable={selected ? true : undefined}
      aria-busy={isLoading}
      data-selecting={(selected?.size ?? 0) > 0 || undefined}
      onKeyDown={onKeyDown}
      onFocus={follow}
    >
      <div role="rowgroup" className="action-grid-rows" style={{ height: rows.length * ROW_HEIGHT }}>
        {rowsDrawn(view, rows.length, focusedIndex).map((index) => {
          const row = rows[index]!;
          return (
            <GridRow
              key={row.id}
              row={row}
              index={index}
              tab={tab}
              isOpen={index === openIndex}
              isSelected={selected?.has(row.id) ?? false}
              isSelectable={selected !== null}
              isEntry={index === entry}
              {...stable}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The row to which a key leads; null if the key does not move. */
function targetOf(key: string, index: number, page: number, count: number): number | null {
  const targets: Partial<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(Math.max(0, target), count - 1);
}

/** The row with the focus, which passes to the next row if its own leaves the list. */
function useFocusedRow(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
  places: ReadonlyMap<string, number>,
) {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  const last = useRef(-1);
  useLayoutEffect(() => {
    const index = places.get(focusedId ?? '');
    if (index !== undefined) last.current = index;
    else if (focusedId !== null && document.activeElement === document.body)
      wanted.current = Math.min(last.current, rows.length - 1);
    const row = wanted.current === null ? undefined : rows[wanted.current];
    const element = row && scroller.current?.querySelector<HTMLElement>(`[data-id="${row.id}"]`);
    if (!element) return;
    wanted.current = null;
    element.focus({ preventScroll: true });
  });
  const focus = (index: number) => {
    const element = scroller.current;
    const row = rows[index];
    if (!element || !row) return;
    wanted.current = index;
    setFocusedId(row.id);
    element.scrollTo({ top: scrollTopFor(index, element.scrollTop, element.clientHeight) });
  };
  const follow = ({ target }: { target: EventTarget }) =>
    setFocusedId((target as HTMLElement).closest<HTMLElement>('[data-id]')?.dataset.id ?? null);
  return { focusedId, focus, follow };
}
