import { yieldToEventLoop } from '../../time/slices.js';
import { cursorAt } from '../cursor.js';
import type { FeedPage } from '../event-feed.js';
import { eventJson } from '../event-json.js';

/** The characters of a piece, except that an event is not divided. */
const PIECE = 64 * 1024;

/** The JSON text of a page, in pieces. The data of events is JSON already. */
export async function* pagePieces({ events, next, hasMore }: FeedPage): AsyncGenerator<string> {
  let piece = '{"data":[';
  for (const [index, event] of events.entries()) {
    piece += (index > 0 ? ',' : '') + eventJson(event);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
    await yieldToEventLoop();
  }
  yield `${piece}],"next_cursor":"${cursorAt(next)}","has_more":${hasMore}}`;
}
