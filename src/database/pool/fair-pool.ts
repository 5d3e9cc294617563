import pg, { type PoolClient, type PoolConfig } from 'pg';
import { abandoned, remainingMs } from '../../time/deadline.js';
import { currentClaim } from './claim.js';
import { FairQueue } from './fair-queue.js';
import { PoolShares } from './pool-shares.js';
import { onReadOnlyError } from './read-only.js';

/** Ends the wait for a connection before the deadline of the request, so that the response tells the reason. */
const MARGIN_MS = 200;

type Callback = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

/**
 * A pool that shares its connections fairly (see FairQueue). Every statement takes its connection here, so no code can forget to
 * wait for its turn. When a server turns out to be read-only, every connection that was opened before is discarded.
 */
export class FairPool extends pg.Pool {
  private readonly queue: FairQueue;
  /** The number of times that a server was read-only, and that number when each connection was opened. */
  private readOnlyErrors = 0;
  private readonly openedAfter = new WeakMap<PoolClient, number>();

  constructor(options: PoolConfig) {
    super({ connectionTimeoutMillis: 10_000, ...options });
    this.queue = new FairQueue(new PoolShares(this.options.max));
    this.on('connect', (client) => {
      this.openedAfter.set(client, this.readOnlyErrors);
      onReadOnlyError(client, () => this.discardAll());
    });
  }

  /** The requests that wait for a connection. */
  get queueLength(): number {
    return this.queue.waitingCount;
  }

  /** Discards the open connections: those in use when they are released, the others before their next use. */
  discardAll(): void {
    this.readOnlyErrors += 1;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    const connecting = this.take();
    if (!callback) return connecting;
    connecting.then(
      (client) => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
  }

  private async take(): Promise<PoolClient> {
    const untilDeadline = remainingMs() - MARGIN_MS;
    const timeoutMs = untilDeadline === Infinity ? this.options.connectionTimeoutMillis! : untilDeadline;
    const giveBack = await this.queue.take(currentClaim(), { timeoutMs, signal: abandoned() });
    try {
      const client = await this.connectCurrent();
      const release = client.release;
      client.release = (error) => {
        release(error || this.isStale(client));
        giveBack();
      };
      return client;
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** The base class uses idle connections first: discards the stale ones. */
  private async connectCurrent(): Promise<PoolClient> {
    for (;;) {
      const client = await super.connect();
      if (!this.isStale(client)) return client;
      client.release(true);
    }
  }

  private isStale(client: PoolClient): boolean {
    return this.openedAfter.get(client)! < this.readOnlyErrors;
  }
}

/** The driver for TypeORM, with this pool. */
export const FAIR_DRIVER: typeof pg = Object.create(pg, { Pool: { value: FairPool } });
