import { canonicalJson, sha256 } from '../../hashing.js';
import { opaque, readOpaque } from '../../opaque-text.js';
import { DomainError } from '../../problems/domain-error.js';
import { isPlace, type Order, type Place } from './order.js';

/** The cursor before the first row. */
export const START = 'start';

/** The version of the format. Clients must not read a cursor, so its format can change. */
const PREFIX = 'l1.';
/** Characters of the digest of a list: enough that no cursor fits another list by accident. */
const DIGEST = 16;

/** A list of one company with its filters, to which its cursors are bound. */
export interface ListIdentity {
  name: string;
  company: string;
  filter: object;
}

const digestOf = ({ name, company, filter }: ListIdentity): string =>
  sha256(canonicalJson([name, company, filter])).slice(0, DIGEST);

/** The cursor after the row at a place of the list. */
export const cursorAfter = (list: ListIdentity, place: Place): string =>
  opaque(`${PREFIX}${digestOf(list)}${JSON.stringify(place)}`);

/**
 * The place after which the list goes on; null for its start.
 * @throws DomainError invalid if the cursor is none of this list with these filters
 */
export function placeOf(cursor: string, list: ListIdentity, order: Order): Place | null {
  if (cursor === START) return null;
  const place = readPlace(cursor, `${PREFIX}${digestOf(list)}`);
  if (isPlace(place, order)) return place;
  const detail = `cursor must be ${START}, or the next_cursor of the same list with the same filters.`;
  throw DomainError.invalid([{ in: 'query', field: 'cursor', code: 'cursor', detail }]);
}

function readPlace(cursor: string, prefix: string): unknown {
  const text = readOpaque(cursor);
  if (!text?.startsWith(prefix)) return undefined;
  try {
    return JSON.parse(text.slice(prefix.length));
  } catch {
    return undefined;
  }
}
