import { createHash } from 'node:crypto';

/** JSON with sorted object keys, so that equal values have equal hashes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys);

/** SHA-256 of a UTF-8 text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
