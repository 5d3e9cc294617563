import { Client, type PoolConfig } from 'pg';
import { LIMITS } from '../../limits.js';
import { socketOf } from '../connection/socket-of.js';

const FIRST_RETRY_MS = 100;
const END_MS = 500;

/** What happens on a connection that listens. */
export interface ListenEvents {
  /** A notification has arrived. */
  notify: (channel: string, payload: string) => void;
  /** The connection was opened, and listens. */
  opened: () => void;
  /** Notifications may have been missed: after the connection was opened, and every few seconds. */
  missed: () => void;
}

/**
 * A connection of its own that listens to channels until `close()`, and is opened again when it is lost. Not one of the pool: it is
 * never given back.
 */
export class ListenConnection {
  private client?: Client;
  private isListening = false;
  private isUnanswered = false;
  private retryMs = FIRST_RETRY_MS;
  private retry?: NodeJS.Timeout;
  private readonly poll: NodeJS.Timeout;

  constructor(
    private readonly options: PoolConfig,
    private readonly channels: readonly string[],
    private readonly events: ListenEvents,
  ) {
    this.poll = setInterval(() => this.check(), LIMITS.signalPollMs).unref();
    void this.open();
  }

  /** Whether it listens, and the server has answered the latest check. */
  get isAlive(): boolean {
    return this.isListening && !this.isUnanswered;
  }

  async close(): Promise<void> {
    clearInterval(this.poll);
    clearTimeout(this.retry);
    const { client } = this;
    this.client = undefined;
    this.isListening = false;
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
    client.on('notification', ({ channel, payload = '' }) => this.events.notify(channel, payload));
    try {
      await client.connect();
      await client.query(this.channels.map((channel) => `LISTEN ${channel}`).join('; '));
      if (this.client !== client) return await endSoon(client);
      this.retryMs = FIRST_RETRY_MS;
      this.isListening = true;
      this.events.opened();
      this.events.missed();
    } catch {
      this.lose(client);
    }
  }

  /** Finds out that the server does not respond any more; the kernel would take minutes. */
  private check(): void {
    this.events.missed();
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
    this.isListening = false;
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
