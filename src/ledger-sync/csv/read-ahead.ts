import { setImmediate } from 'node:timers/promises';

/** Reads the next item while the caller works on the one before it, such as while the database writes it. */
export async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const next = async (): Promise<IteratorResult<T>> => {
    // The caller must send its statement first.
    await setImmediate();
    return items.next();
  };
  let pending = items.next();
  try {
    for (;;) {
      const { done, value } = await pending;
      if (done) return;
      pending = next();
      // The error is thrown when the item is due.
      pending.catch(() => {});
      yield value;
    }
  } finally {
    await pending.catch(() => {});
    await items.return(undefined);
  }
}
