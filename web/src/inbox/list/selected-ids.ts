import { isLoaded, type Row } from './pages.js';

export type SelectedIds = ReadonlySet<string>;

/** The ids with one more, or one less. */
export function toggled(selected: SelectedIds, id: string): SelectedIds {
  const ids = new Set(selected);
  if (!ids.delete(id)) ids.add(id);
  return ids;
}

/**
 * The ids with all rows between two, whichever is above. Rows that are not loaded are left out: nobody has seen them.
 * @param from where the last selection began; null selects only `to`
 */
export function withRange(
  selected: SelectedIds,
  rows: readonly Row[],
  from: string | null,
  to: string,
): SelectedIds {
  const ids = new Set(selected).add(to);
  const ends = [rows.findIndex(({ id }) => id === (from ?? to)), rows.findIndex(({ id }) => id === to)];
  if (ends.includes(-1)) return ids;
  for (const row of rows.slice(Math.min(...ends), Math.max(...ends) + 1)) if (isLoaded(row)) ids.add(row.id);
  return ids;
}
