import { DomainError } from '../problems/domain-error.js';

/** The version of the format. Clients must not read a cursor, so its format can change. */
const PREFIX = 'e1.';
const PATTERN = /^e1\.(0|[1-9]\d{0,18})$/;

/** The cursor of an event, from its position in the feed of the company. */
export const cursorAt = (position: string | number): string =>
  Buffer.from(`${PREFIX}${position}`).toString('base64url');

/**
 * The position of a cursor.
 * @param field the name of the parameter that has the cursor
 * @throws DomainError invalid
 */
export function positionOf(cursor: string, field = 'after', place: 'query' | 'header' = 'query'): string {
  const [, position] = PATTERN.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined || cursorAt(position) !== cursor)
    throw DomainError.invalid([
      { in: place, field, code: 'invalid', detail: `${field} must be a cursor from an earlier response.` },
    ]);
  return position;
}
