import { createHash } from 'node:crypto';
import { jsonParts } from './json-parts.js';
import { Slices } from './time/slices.js';

/** JSON with sorted object keys, so that equal values have equal hashes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys);

/** SHA-256 of a UTF-8 text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Null for an absent text. */
export const sha256OrNull = (text: string | null): string | null => (text === null ? null : sha256(text));

/** The length of the pieces in which a text is hashed. */
const PIECE = 64 * 1024;

/** SHA-256 of the canonical JSON of a value of any size. Works in slices, between which other requests run. */
export async function sha256OfJson(value: unknown): Promise<string> {
  const hash = createHash('sha256');
  const slices = new Slices();
  let piece = '';
  for (const part of jsonParts(value, Infinity, sortedMembers)) {
    piece += part;
    if (piece.length >= PIECE) {
      hash.update(piece);
      piece = '';
    }
    if (slices.isOver) await slices.next();
  }
  return hash.update(piece).digest('hex');
}

const sortedMembers = (object: object): [string, unknown][] => Object.entries(sortKeys('', object) as object);

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
