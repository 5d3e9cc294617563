import { opaque, readOpaque } from '../opaque-text.js';
import { DomainError } from '../problems/domain-error.js';

/** The version of the format. Clients must not read a cursor, so its format can change. */
const PREFIX = 'e1.';
/** At most 18 digits, which a bigint holds. */
const PATTERN = /^e1\.(0|[1-9]\d{0,17})$/;

/** The cursor of an event, from its position in the feed of the company. */
export const cursorAt = (position: string | number): string => opaque(`${PREFIX}${position}`);

/** The position of a cursor; undefined if the text is no cursor. */
export const parseCursor = (text: string): string | undefined => PATTERN.exec(readOpaque(text) ?? '')?.[1];

/**
 * The position of a cursor.
 * @param field the name of the parameter that has the cursor
 * @throws DomainError invalid
 */
export function positionOf(cursor: string, field = 'after', place: 'query' | 'header' = 'query'): string {
  const position = parseCursor(cursor);
  if (position === undefined)
    throw DomainError.invalid([
      { in: place, field, code: 'cursor', detail: `${field} must be a cursor from an earlier response.` },
    ]);
  return position;
}
