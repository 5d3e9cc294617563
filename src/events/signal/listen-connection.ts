import { Client, type PoolConfig } from 'pg';
import { socketOf } from '../../database/connection/socket-of.js';
import { LIMITS } from '../../limits.js';

const FIRST_RETRY_MS = 100;
const END_MS = 500;

/**
 * A connection of its own that listens to a channel until `close()`, and is opened again when it is lost. Not one of the pool: it is
 * never given back.
 */
export class ListenConnection {
  private client?: Client;
  private isUnanswered = false;
  private retryMs = FIRST_RETRY_MS;
  private retry?: NodeJS.Timeout;
  private readonly poll: NodeJS.Timeout;

  /** @param notify called with each payload, and with null whenever notifications may have been missed */
  constructor(
    private readonly options: PoolConfig,
    private readonly channel: string,
    private readonly notify: (payload: string | null) => void,
  ) {
    this.poll = setInterval(() => this.check(), LIMITS.signalPollMs).unref();
    void this.open();
  }

  async close(): Promise<void> {
    clearInterval(this.poll);
    clearTimeout(this.retry);
    const { client } = this;
    this.client = undefined;
    if (client) await endSoon(client);
  }

  private async open(): Promise<void> {
    const client = new Client({
      ...this.options,
      keepAlive: true,
      keepAliveInitialDelayMillis: LIMITS.signalPollMs,
    });
    this.client = client;
    this.isUnanswered = false;
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload = '' }) => this.notify(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      if (this.client !== client) return await endSoon(client);
      this.retryMs = FIRST_RETRY_MS;
      this.notify(null);
    } catch {
      this.lose(client);
    }
  }

  /** Finds out that the server does not respond any more; the kernel would take minutes. */
  private check(): void {
    this.notify(null);
    const { client } = this;
    if (!client) return;
    if (this.isUnanswered) return this.lose(client);
    this.isUnanswered = true;
    client.query('SELECT').then(
      () => (this.isUnanswered = false),
      () => this.lose(client),
    );
  }

  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    socketOf(client).destroy();
    this.retry = setTimeout(() => void this.open(), this.retryMs * (0.5 + Math.random())).unref();
    this.retryMs = Math.min(2 * this.retryMs, LIMITS.signalPollMs);
  }
}

/** Ends a connection, even if its server does not respond. */
async function endSoon(client: Client): Promise<void> {
  const timer = setTimeout(() => socketOf(client).destroy(), END_MS);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}
