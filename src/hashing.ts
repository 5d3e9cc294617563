import { createHash } from 'node:crypto';
import { Slices } from './time/slices.js';

/** JSON with sorted object keys, so that equal values have equal hashes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys);

/** SHA-256 of a UTF-8 text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The length of the pieces in which a text is hashed. */
const PIECE = 64 * 1024;

/** SHA-256 of the canonical JSON of a value of any size. Works in slices, between which other requests run. */
export async function sha256OfJson(value: unknown): Promise<string> {
  const hash = createHash('sha256');
  const slices = new Slices();
  let piece = '';
  for (const part of canonicalParts(value)) {
    piece += part;
    if (piece.length >= PIECE) {
      hash.update(piece);
      piece = '';
    }
    if (slices.isOver) await slices.next();
  }
  return hash.update(piece).digest('hex');
}

/** The canonical JSON in parts, each the JSON of a value without parts of its own, or what separates them. */
function* canonicalParts(value: unknown): Generator<string> {
  const json = value instanceof Date ? value.toJSON() : value;
  if (typeof json !== 'object' || json === null) {
    yield JSON.stringify(json) ?? 'null';
  } else if (Array.isArray(json)) {
    let separator = '[';
    for (const item of json as unknown[]) {
      yield separator;
      yield* canonicalParts(item);
      separator = ',';
    }
    yield separator === '[' ? '[]' : ']';
  } else {
    let separator = '{';
    for (const [key, member] of Object.entries(sortKeys('', json) as object)) {
      if (member === undefined) continue;
      yield `${separator}${JSON.stringify(key)}:`;
      yield* canonicalParts(member);
      separator = ',';
    }
    yield separator === '{' ? '{}' : '}';
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
