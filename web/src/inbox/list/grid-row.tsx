import { memo, useRef } from 'react';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import { ActionRow, SkeletonRow } from './action-row.js';
import { isLoaded, type Row } from './pages.js';
import { ROW_HEIGHT } from './rows-in-view.js';

interface Props {
  row: Row;
  index: number;
  tab: Tab;
  isOpen: boolean;
  isSelected: boolean;
  isSelectable: boolean;
  /** Whether Tab leads to this row. */
  isEntry: boolean;
  /** @param isRange whether all rows since the last selected one are meant */
  onSelect: (id: string, isRange: boolean) => void;
  onOpen: (id: string) => void;
}

/** A row of the grid, at its place, with its checkbox if the person may decide. */
export const GridRow = memo(function GridRow({ row, index, tab, isSelectable, ...props }: Props) {
  const { isOpen, isSelected, isEntry, onSelect, onOpen } = props;
  const isRange = useRef(false);
  const place = { insetBlockStart: index * ROW_HEIGHT, height: ROW_HEIGHT };
  if (!isLoaded(row))
    return (
      <div role="row" aria-rowindex={index + 1} className="list-row" style={place}>
        <div role="gridcell" className="list-row-action">
          <SkeletonRow />
        </div>
      </div>
    );
  return (
    // The keys of all rows are handled by the grid.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={index + 1}
      className="list-row"
      style={place}
      data-id={row.id}
      data-open={isOpen || undefined}
      data-selected={isSelected || undefined}
      aria-current={isOpen || undefined}
      aria-selected={isSelectable ? isSelected : undefined}
      tabIndex={isEntry ? 0 : -1}
      onClick={({ shiftKey }) => (shiftKey && isSelectable ? onSelect(row.id, true) : onOpen(row.id))}
    >
      {isSelectable && (
        // Here, a click selects and does not open.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div role="gridcell" className="list-row-check" onClick={(event) => event.stopPropagation()}>
          {/* The click that a label passes on to its field has no modifiers. */}
          <label onPointerDown={({ shiftKey }) => (isRange.current = shiftKey)}>
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isSelected}
              aria-label={texts.inbox.select(`${row.customer.name}, ${row.recommendation_label}`)}
              onChange={() => onSelect(row.id, isRange.current)}
            />
          </label>
        </div>
      )}
      <div role="gridcell" className="list-row-action">
        <ActionRow action={row} tab={tab} />
      </div>
    </div>
  );
});
