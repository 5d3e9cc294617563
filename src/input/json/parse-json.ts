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
  /** The levels of nesting, from 1. */
  depth: number;
}

/** Stand for objects and arrays that are nested too deep: they count as such, and 200,000 levels would take 50 MB. */
const DEEP_OBJECT: Record<string, unknown> = Object.freeze({});
const DEEP_ARRAY = Object.freeze([]) as unknown as unknown[];

/**
 * Reads a JSON text like JSON.parse, in slices, and stops at the first limit that it exceeds: JSON.parse would build millions of
 * values before they can be counted, and keep only the last of several members with one name. Below LIMITS.reportableDepth, objects
 * and arrays are read, but are empty in the result, which shape.ts rejects for its depth.
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
    const depth: number = (open?.depth ?? 0) + 1;
    const opened = openingOf(tokens, depth);
    if (opened) open = { value: opened, key, parent: open, size: 0, depth };
    else if (open === null) root = tokens.scalar();
    else add(open, key, tokens.scalar());
    // To the place of the next value.
    while (open !== null && tokens.next() === closingOf(open)) {
      tokens.take(closingOf(open));
      const { parent } = open;
      if (parent === null) root = finished(open);
      else add(parent, open.key, finished(open));
      open = parent;
    }
    if (open === null) break;
    if (open.size > 0) tokens.take(BYTE.comma);
  }
  if (tokens.next() !== undefined) throw new DomainError('parse_error');
  return root;
}

/** Reads the start of an object or array, if it is the next token. */
function openingOf(tokens: JsonTokens, depth: number): OpenPlace['value'] | undefined {
  const byte = tokens.next();
  if (byte !== BYTE.openObject && byte !== BYTE.openArray) return undefined;
  tokens.take(byte);
  const isDeep = depth > LIMITS.reportableDepth;
  if (byte === BYTE.openArray) return isDeep ? DEEP_ARRAY : [];
  return isDeep ? DEEP_OBJECT : {};
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

/** The value of a place that has ended. An array that grew by itself has room for 16 more items, a copy has none. */
const finished = ({ value }: OpenPlace): unknown =>
  Array.isArray(value) && value.length > 0 ? value.slice() : value;

function add(open: OpenPlace, key: string, value: unknown): void {
  open.size += 1;
  if (open.depth > LIMITS.reportableDepth) return;
  if (Array.isArray(open.value)) open.value.push(value);
  else if (key !== '__proto__') open.value[key] = value;
  // An assignment would set the prototype of the object.
  else
    Object.defineProperty(open.value, key, { value, enumerable: true, configurable: true, writable: true });
}

const invalidAt = (place: Place, code: string, sentence: string): DomainError =>
  DomainError.invalid([placeError('body', place, code, sentence)]);
