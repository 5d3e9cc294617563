import pg, { type PoolClient, type PoolConfig } from 'pg';
import { abandoned, remainingMs } from '../../time/deadline.js';
import { currentClaim } from './claim.js';
import { FairQueue } from './fair-queue.js';
import { PoolShares } from './pool-shares.js';

/** Ends the wait for a connection before the deadline of the request, so that the response tells the reason. */
const MARGIN_MS = 200;

type Callback = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

/**
 * A pool that shares its connections fairly (see FairQueue). Every statement takes its connection here, so no code can forget to
 * wait for its turn.
 */
export class FairPool extends pg.Pool {
  private readonly queue: FairQueue;

  constructor(options: PoolConfig) {
    super({ connectionTimeoutMillis: 10_000, ...options });
    this.queue = new FairQueue(new PoolShares(this.options.max));
  }

  /** The requests that wait for a connection. */
  get queueLength(): number {
    return this.queue.waitingCount;
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
      const client = await super.connect();
      const release = client.release;
      client.release = (error) => {
        release(error);
        giveBack();
      };
      return client;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}

/** The driver for TypeORM, with this pool. */
export const FAIR_DRIVER: typeof pg = Object.create(pg, { Pool: { value: FairPool } });
