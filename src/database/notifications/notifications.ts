import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { runWithoutDeadline } from '../../time/deadline.js';
import { poolOf } from '../connection/pool.js';
import { runUnclaimed } from '../pool/claim.js';
import { ListenConnection } from './listen-connection.js';

/** The channels of NOTIFY: companies with new events, and changes of what callers may do. */
export type Channel = 'daybook_events' | 'daybook_access';

/** Called with each payload, and with null whenever notifications may have been missed. It must not throw. */
export type NotificationListener = (payload: string | null) => void;

const PROBE = 'daybook_probe';
const CHANNELS = ['daybook_events', 'daybook_access', PROBE] as const satisfies (Channel | typeof PROBE)[];

/**
 * Receives what other processes, and triggers of the database, NOTIFY. A process has one connection for it, opened by the first
 * subscription.
 */
@Injectable()
export class Notifications implements OnModuleDestroy {
  private readonly listeners: Record<Channel, Set<NotificationListener>> = {
    daybook_events: new Set(),
    daybook_access: new Set(),
  };
  private connection?: ListenConnection;
  /** The payload of the probe that is on its way; null once it has arrived. */
  private probe: string | null = '';

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Whether every notification arrives: the connection is open, answers, and has received a probe since it was opened. Behind a pooler in
   * transaction mode LISTEN succeeds and nothing arrives.
   */
  get isReliable(): boolean {
    return this.probe === null && this.connection?.isAlive === true;
  }

  /** @returns a function that ends the subscription */
  subscribe(channel: Channel, listener: NotificationListener): () => void {
    this.listeners[channel].add(listener);
    // Not in the context of the request that subscribes first, whose deadline and share end with it.
    this.connection ??= runWithoutDeadline(() => runUnclaimed(() => this.open()));
    return () => void this.listeners[channel].delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    await this.connection?.close();
  }

  private open(): ListenConnection {
    return new ListenConnection(poolOf(this.dataSource).options, CHANNELS, {
      notify: (channel, payload) => this.receive(channel, payload),
      opened: () => (this.probe = ''),
      missed: () => this.missed(),
    });
  }

  private receive(channel: string, payload: string): void {
    if (channel !== PROBE) for (const listener of this.listeners[channel as Channel]) listener(payload);
    else if (payload === this.probe) this.probe = null;
  }

  private missed(): void {
    for (const listeners of Object.values(this.listeners)) for (const listener of listeners) listener(null);
    if (this.probe !== null && this.connection?.isAlive) void this.sendProbe();
  }

  /** Over the pool: a notification of the same connection would arrive behind a pooler, too. */
  private async sendProbe(): Promise<void> {
    this.probe = randomUUID();
    try {
      await poolOf(this.dataSource).query('SELECT pg_notify($1, $2)', [PROBE, this.probe]);
    } catch {
      // The database is away, or closed because the process stops. The next probe follows in a few seconds.
    }
  }
}
