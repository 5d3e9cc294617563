/**
 * Starts the requests that arrive together one after the other, each in a turn of the event loop of its own, and the clients in
 * turns: a client that opens hundreds of connections neither stalls the event loop nor delays the first request of another.
 */
export class RequestStarts {
  /** The requests that wait, by client. The client that was served longest ago is the first. */
  private readonly waiting = new Map<string, (() => void)[]>();
  /** Whether a request has started in this turn, or some wait. */
  private isBusy = false;

  start(client: string, handle: () => void): void {
    if (!this.isBusy) {
      this.isBusy = true;
      setImmediate(this.startNext);
      return handle();
    }
    const queue = this.waiting.get(client);
    if (queue) queue.push(handle);
    else this.waiting.set(client, [handle]);
  }

  private readonly startNext = (): void => {
    const [next] = this.waiting;
    this.isBusy = next !== undefined;
    if (!next) return;
    const [client, queue] = next;
    const handle = queue.shift()!;
    this.waiting.delete(client);
    if (queue.length > 0) this.waiting.set(client, queue);
    setImmediate(this.startNext);
    handle();
  };
}
