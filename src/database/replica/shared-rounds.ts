/**
 * Runs a check for many callers at once, one round at a time. A caller gets the result of a round that began after its call, because an
 * earlier one may have looked before what the caller has to see.
 */
export class SharedRounds<Result> {
  private running?: Promise<unknown>;
  private waiting?: Promise<Result>;

  /** @param run must not reject */
  constructor(private readonly run: () => Promise<Result>) {}

  /** Joins the next round. */
  next(): Promise<Result> {
    this.waiting ??= this.start();
    return this.waiting;
  }

  private async start(): Promise<Result> {
    await this.running;
    this.running = this.waiting;
    this.waiting = undefined;
    return this.run();
  }
}
