/** The items by key, each group in the order of the items. `Map.groupBy` needs Node 21. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * Groups consecutive items by a key without reading ahead. The items of a group must be read before the next group is.
 * @returns the first item of each group, and all items of it
 */
export async function* groupConsecutive<Item>(
  items: AsyncIterable<Item>,
  keyOf: (item: Item) => unknown,
): AsyncGenerator<{ first: Item; all: AsyncGenerator<Item> }> {
  const iterator = items[Symbol.asyncIterator]();
  let next = await iterator.next();
  async function* group(key: unknown): AsyncGenerator<Item> {
    for (; !next.done && keyOf(next.value) === key; next = await iterator.next()) yield next.value;
  }
  while (!next.done) yield { first: next.value, all: group(keyOf(next.value)) };
}
