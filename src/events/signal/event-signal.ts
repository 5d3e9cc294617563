import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '../../database/connection/pool.js';
import { runUnclaimed } from '../../database/pool/claim.js';
import { Notifications } from '../../database/notifications/notifications.js';
import { LIMITS } from '../../limits.js';
import { runWithoutDeadline } from '../../time/deadline.js';

/** @param company the company that has new events; null if any company may have some */
export type SignalListener = (company: string | null) => void;

/** The payload of a notification has less than 8,000 bytes, and an id with its comma has 37. */
const COMPANIES_PER_NOTIFICATION = 200;

const NOTIFY = `SELECT pg_notify('daybook_events', payload) FROM unnest($1::text[]) AS payload`;

/**
 * Tells all processes which companies have new events, so that readers need not poll. A notification can be lost, for example because
 * a process is killed after its commit: listeners are also called every few seconds, for any company.
 */
@Injectable()
export class EventSignal implements OnModuleDestroy {
  private readonly announced = new Set<string>();
  private readonly listeners = new Set<SignalListener>();
  private sending?: Promise<void>;
  private listening?: () => void;

  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Notifies the listeners of all processes soon. Call it after the commit. The notification is no part of the transaction, because
   * PostgreSQL lets transactions that notify commit one after the other.
   */
  announce(company: string): void {
    this.announced.add(company);
    // Not in the context of the request that announced first, whose deadline and share end with it.
    this.sending ??= runWithoutDeadline(() => runUnclaimed(() => this.sendLater()));
  }

  /**
   * Calls a listener whenever a company may have new events. It must not throw.
   * @returns a function that ends the subscription
   */
  subscribe(listener: SignalListener): () => void {
    this.listeners.add(listener);
    this.listening ??= this.listen();
    return () => void this.listeners.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    this.listeners.clear();
    this.listening?.();
    await this.send();
  }

  private listen(): () => void {
    return this.notifications.subscribe('daybook_events', (payload) => {
      for (const company of payload?.split(',') ?? [null])
        for (const listener of this.listeners) listener(company);
    });
  }

  private async sendLater(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LIMITS.announceMs).unref());
    await this.send();
    this.sending = undefined;
    const [missed] = this.announced;
    if (missed !== undefined) this.announce(missed);
  }

  private async send(): Promise<void> {
    const companies = [...this.announced];
    this.announced.clear();
    const payloads: string[] = [];
    for (let at = 0; at < companies.length; at += COMPANIES_PER_NOTIFICATION)
      payloads.push(companies.slice(at, at + COMPANIES_PER_NOTIFICATION).join(','));
    if (payloads.length === 0) return;
    try {
      await poolOf(this.dataSource).query(NOTIFY, [payloads]);
    } catch {
      // The database is away, or closed because the process stops. Listeners look by themselves, too.
    }
  }
}
