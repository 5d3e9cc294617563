/** Whether a popover opens above or below what opened it. */
export type Side = 'above' | 'below';

/** Between a popover and what is around it, in pixels. */
const GAP = 8;
const EDGE = 12;
/** With less room than this, a popover covers what opened it. */
const LEAST_HEIGHT = 200;

interface Place {
  left: number;
  top?: number;
  bottom?: number;
  maxHeight: number;
}

/**
 * Where a popover goes, in pixels of the window. Above, it begins where the lines of its anchor do; below, it ends where they do,
 * as the buttons there stand at the end of a line. It never leaves the window.
 */
export function placeBeside(
  anchor: Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>,
  width: number,
  page: { width: number; height: number },
  side: Side,
  isRightToLeft: boolean,
): Place {
  const isAtLeft = (side === 'above') !== isRightToLeft;
  const wanted = isAtLeft ? anchor.left + EDGE : anchor.right - EDGE - width;
  const left = Math.max(EDGE, Math.min(wanted, page.width - width - EDGE));
  const room = (side === 'above' ? anchor.top : page.height - anchor.bottom) - 2 * GAP;
  if (room < LEAST_HEIGHT) return { left, top: GAP, maxHeight: page.height - 2 * GAP };
  return side === 'above'
    ? { left, bottom: page.height - anchor.top + GAP, maxHeight: room }
    : { left, top: anchor.bottom + GAP, maxHeight: room };
}
