interface Options {
  /** Milliseconds from the first item until the batch. */
  firstMs: number;
  /** Milliseconds between batches at most: twice as long each time while items keep coming. */
  longestMs: number;
  /** Whether the last batch is still being worked on; the next one waits. */
  isBusy?: () => boolean;
}

/** Gathers events, so that a policy run of thousands does not read the lists thousands of times. */
export function batches<T>(onBatch: (items: T[]) => void, { firstMs, longestMs, isBusy }: Options) {
  let items: T[] = [];
  let wait = firstMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function flush(): void {
    timer = undefined;
    if (items.length === 0) {
      wait = firstMs;
      return;
    }
    if (isBusy?.()) {
      timer = setTimeout(flush, firstMs);
      return;
    }
    const batch = items;
    items = [];
    wait = Math.min(wait * 2, longestMs);
    timer = setTimeout(flush, wait);
    onBatch(batch);
  }
  return {
    add(item: T): void {
      items.push(item);
      timer ??= setTimeout(flush, firstMs);
    },
    end: (): void => clearTimeout(timer),
  };
}
