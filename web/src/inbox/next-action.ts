/** The loaded actions of the list, in its order, as it is now and as it was before the last change. */
let order: readonly string[] = [];
let earlier: readonly string[] = [];

/** The list tells its order after each change. */
export function rememberOrder(ids: readonly string[]): void {
  if (ids.length === order.length && ids.every((id, index) => id === order[index])) return;
  earlier = order;
  order = ids;
}

/** The action that follows (1) or precedes (-1) another in the list; null at the end. Without one, the first of the list. */
export const beside = (id: string | null, step: 1 | -1): string | null =>
  neighbour(id ?? '', step, earlier, order);

/**
 * The action to open after a decision about this one: the one that follows it in the list, or else the one before it; null if
 * there is no other. Works before and after the row has left the list.
 */
export const nextAfter = (id: string): string | null => beside(id, 1) ?? beside(id, -1);

/**
 * The nearest action in a direction that still is in the list.
 * @param before the list as it was, which has the place of an action that has left
 */
export function neighbour(
  id: string,
  step: 1 | -1,
  before: readonly string[],
  now: readonly string[],
): string | null {
  const places = now.includes(id) ? now : before;
  const stays = new Set(now);
  const start = places.indexOf(id);
  if (start < 0) return (step === 1 ? now[0] : undefined) ?? null;
  for (let index = start + step; index >= 0 && index < places.length; index += step) {
    const candidate = places[index]!;
    if (candidate !== id && stays.has(candidate)) return candidate;
  }
  return null;
}
