/** Yields what a generator yields, and lets it make the next value in the meantime: one value ahead, not more. */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      // The error is thrown when its turn has come.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
