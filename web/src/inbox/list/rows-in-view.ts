import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Row } from './pages.js';

/** The height of each row in CSS pixels: two lines and one of chips. Equal heights make the place of every row known. */
export const ROW_HEIGHT = 84;
/** Rows above and below the view that are elements, too. */
const SPARE = 4;

/** The first and the last row that is in view, at least in part. */
export interface View {
  first: number;
  last: number;
}

/** The scroll position that shows a row in full, as near to the present one as possible. */
export function scrollTopFor(index: number, scrollTop: number, height: number): number {
  const top = index * ROW_HEIGHT;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + ROW_HEIGHT - height);
}

/** The indexes of the rows that are elements: those near the view, and the one with the focus, which must not be lost. */
export function rowsDrawn({ first, last }: View, count: number, focused: number): number[] {
  const from = Math.max(0, first - SPARE);
  const to = Math.min(count - 1, last + SPARE);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  if (focused < 0 || focused >= count || (focused >= from && focused <= to)) return indexes;
  return focused < from ? [focused, ...indexes] : [...indexes, focused];
}

/**
 * Follows which rows are in view, and keeps them where they are when rows above them come or go.
 * @param show called with the first and the last row
 * @returns `scroller` belongs to the element that scrolls
 */
export function useRowsInView(
  rows: readonly Row[],
  show: (first: number, last: number) => void,
): { view: View; scroller: RefObject<HTMLDivElement | null> } {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ first: 0, last: Math.ceil(window.innerHeight / ROW_HEIGHT) });
  const latest = useRef({ rows, show, top: null as string | null });
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element || element.clientHeight === 0) return;
    const { scrollTop, clientHeight } = element;
    const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT));
    const last = Math.floor((scrollTop + clientHeight) / ROW_HEIGHT);
    latest.current.top = scrollTop > 0 ? (latest.current.rows[first]?.id ?? null) : null;
    setView((before) => (before.first === first && before.last === last ? before : { first, last }));
    latest.current.show(first, last);
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // Drawn before the browser paints, or fast scrolling would show nothing for a frame.
    const onScroll = () => flushSync(look);
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [look]);

  useLayoutEffect(() => {
    const { rows: before, top } = latest.current;
    latest.current = { rows, show, top };
    const element = scroller.current;
    if (!element || before === rows) return;
    const from = top === null ? -1 : before.findIndex(({ id }) => id === top);
    const to = from < 0 ? -1 : rows.findIndex(({ id }) => id === top);
    if (to >= 0 && to !== from) element.scrollBy({ top: (to - from) * ROW_HEIGHT });
    look();
  });
  return { view, scroller };
}
