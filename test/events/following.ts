import { setTimeout as sleep } from 'node:timers/promises';
import type { KeepAliveClient } from '../support/keep-alive-client.js';
import { EventReader, type ReceivedEvent } from './event-reader.js';

/** What a consumer has received, in order. */
export interface Consumer {
  events: ReceivedEvent[];
}

/** Follows the feed by its cursor until a condition holds. */
export async function followByCursor(
  client: KeepAliveClient,
  consumer: Consumer,
  isOver: () => boolean,
): Promise<void> {
  for (let cursor = ''; !isOver();) {
    const { status, text } = await client.send('GET', `events${cursor && `?after=${cursor}`}`);
    if (status !== 200) {
      if (status !== 503 && status !== 429) throw new Error(text);
      await sleep(50);
      continue;
    }
    const page = JSON.parse(text) as { data: ReceivedEvent[]; next_cursor: string; has_more: boolean };
    consumer.events.push(...page.data);
    cursor = page.next_cursor;
    if (!page.has_more) await sleep(20);
  }
}

/**
 * Follows the stream until a condition holds, and connects again after the last event whenever the connection is lost.
 * @param url of the stream; asked before each connection, because a server can have moved
 */
export async function followByStream(
  url: () => string,
  headers: Record<string, string>,
  consumer: Consumer,
  isOver: () => boolean,
  closeAfter = Infinity,
): Promise<void> {
  for (let last: Record<string, string> = {}; !isOver();) {
    const reader = await EventReader.open(url(), { ...headers, ...last }).catch(() => null);
    if (reader?.status !== 200) {
      reader?.close();
      await sleep(50);
      continue;
    }
    const isDone = () => isOver() || reader.events.length >= closeAfter;
    for (; !isDone() && !reader.isEnded; consumer.events.push(...reader.events.splice(0))) await sleep(10);
    reader.close();
    await reader.ended;
    consumer.events.push(...reader.events.splice(0));
    if (reader.lastId !== undefined) last = { 'Last-Event-ID': reader.lastId };
  }
}
