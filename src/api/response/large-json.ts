/** A response that is sent in pieces, because it can have megabytes. Its fields, and those of their items, can be asynchronous lists. */
export class LargeJson {
  constructor(readonly value: object) {}
}

/** The items of an asynchronous list, each converted when it is read. */
export async function* mapped<Item, Result>(
  items: AsyncIterable<Item>,
  convert: (item: Item) => Result,
): AsyncGenerator<Result> {
  for await (const item of items) yield convert(item);
}
