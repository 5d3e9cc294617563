import type { Problem } from '../../problems/problem.js';
import { cursorAt } from '../cursor.js';
import { eventJson, type EventRow } from '../event-json.js';

/** Blocks of a stream of server-sent events, as the HTML standard defines them. */

/** The bytes of text that is written at once, about. */
const PIECE = 64 * 1024;

/** The first block: where the stream begins, so that a client that is disconnected before the first event misses none. */
export const startFrame = (position: string, retryMs: number): string =>
  `retry: ${Math.round(retryMs)}\nid: ${cursorAt(position)}\n\n`;

/** A comment, which keeps the connection, and how far the feed was read: no filtered event lies before it. */
export const heartbeatFrame = (position: string): string => `: heartbeat\nid: ${cursorAt(position)}\n\n`;

/** The events, in pieces. They have no name, so that clients get all of them by one listener. JSON has no line breaks. */
export function* eventFrames(events: readonly EventRow[]): Generator<string> {
  let piece = '';
  for (const event of events) {
    piece += `id: ${cursorAt(event.position)}\ndata: ${eventJson(event)}\n\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** The last block of a stream that cannot go on. Not named `error`, which browsers use for lost connections. */
export const problemFrame = (problem: Problem): string =>
  `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
