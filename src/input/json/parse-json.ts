import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';
import { Slices } from '../../time/slices.js';
import { BYTE, JsonTokens } from './json-tokens.js';
import type { Place } from './place.js';
import { placeError, TOO_MANY_MEMBERS, tooManyValues } from '../shape.js';

interface JsonRules {
  maxValues: number;
  /** Whether numbers that JavaScript would round become strings, so that every digit of an amount is read. */
  exactNumbers?: boolean;
}

/** An object or array whose end has not been read, in those that contain it. */
interface OpenPlace extends Place {
  value: Record<string, unknown> | unknown[];
  parent: OpenPlace | null;
  /** The number of its members or items. */
  size: number;
}

/**
 * Reads a JSON text like JSON.parse, in slices, and stops at the first limit that it exceeds: JSON.parse would build millions of
 * values before they can be counted, and keep only the last of several members with one name. Does not limit the depth of nesting
 * (see shape.ts).
 * @param bytes valid UTF-8
 * @throws DomainError parse_error; invalid (a repeated member, too many values, members or characters)
 */
export async function parseJson(bytes: Buffer, rules: JsonRules): Promise<unknown> {
  const { maxValues, exactNumbers = false } = rules;
  const tokens = new JsonTokens(bytes, exactNumbers);
  const slices = new Slices();
  let open: OpenPlace | null = null;
  let root: unknown;
  for (let values = 0; ; values += 1) {
    if (slices.isOver) await slices.next();
    // The root does not count.
    if (values > maxValues) throw DomainError.invalid([tooManyValues('body', maxValues)]);
    const key: string = open === null ? '' : nextKey(open, tokens);
    const opened = openingOf(tokens);
    const value = opened ?? tokens.scalar();
    if (open === null) root = value;
    else add(open, key, value);
    if (opened) open = { value: opened, key, parent: open, size: 0 };
    // To the place of the next value.
    while (open !== null && tokens.next() === closingOf(open)) {
      tokens.take(closingOf(open));
      open = open.parent;
    }
    if (open === null) break;
    if (open.size > 0) tokens.take(BYTE.comma);
  }
  if (tokens.next() !== undefined) throw new DomainError('parse_error');
  return root;
}

/** Reads the start of an object or array, if it is the next token. */
function openingOf(tokens: JsonTokens): OpenPlace['value'] | undefined {
  const byte = tokens.next();
  if (byte !== BYTE.openObject && byte !== BYTE.openArray) return undefined;
  tokens.take(byte);
  return byte === BYTE.openArray ? [] : {};
}

const closingOf = ({ value }: OpenPlace): number =>
  Array.isArray(value) ? BYTE.closeArray : BYTE.closeObject;

/** The index of the next item, or the name of the next member, which it reads. */
function nextKey(open: OpenPlace, tokens: JsonTokens): string {
  if (Array.isArray(open.value)) return String(open.size);
  const key = tokens.string();
  tokens.take(BYTE.colon);
  if (Object.hasOwn(open.value, key))
    throw invalidAt({ value: undefined, key, parent: open }, 'repeated', 'must not be repeated');
  if (open.size >= LIMITS.members) throw invalidAt(open, ...TOO_MANY_MEMBERS);
  return key;
}

function add(open: OpenPlace, key: string, value: unknown): void {
  open.size += 1;
  if (Array.isArray(open.value)) open.value.push(value);
  else if (key !== '__proto__') open.value[key] = value;
  // An assignment would set the prototype of the object.
  else
    Object.defineProperty(open.value, key, { value, enumerable: true, configurable: true, writable: true });
}

const invalidAt = (place: Place, code: string, sentence: string): DomainError =>
  DomainError.invalid([placeError('body', place, code, sentence)]);
