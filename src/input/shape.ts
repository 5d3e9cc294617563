import type { FieldError } from '../problems/domain-error.js';
import { FieldErrors } from '../problems/field-errors.js';
import { LIMITS } from '../limits.js';
import { Slices } from '../time/slices.js';
import { nameOf, pathOf, type Place, shortened } from './json/place.js';
import { isStorable } from './text-rules.js';

const LARGEST_EXACT = Number.MAX_SAFE_INTEGER.toLocaleString('en');
/** The place of the whole input, which its path does not name. */
const WHOLE: Place = { value: {}, key: '', parent: null };
export const TOO_MANY_MEMBERS = [
  'members',
  `has more than ${LIMITS.members.toLocaleString('en')} members`,
] as const;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export interface ShapeRules {
  maxValues?: number;
  /** Whether long numbers were read as strings (see parse-json.ts), so that the rule of each field sees every digit. */
  exactNumbers?: boolean;
  /** The lists whose items the use case reads one by one: here they are only counted, and rejected if they are far too deep. */
  lists?: readonly string[];
}

interface CheckedPlace extends Place {
  /** The levels of nesting, from 1. */
  depth: number;
  /** The field of the input that contains the value. */
  top: string;
}

/**
 * Finds content that no field accepts, at any depth: NUL and lone surrogates, numbers that JavaScript rounds, keys with a special
 * meaning in JavaScript, and more nesting or values than any valid request has. Works in slices, and stops at too many values.
 */
export async function shapeErrors(
  part: FieldError['in'],
  root: object,
  { maxValues = LIMITS.values, exactNumbers = false, lists = [] }: ShapeRules = {},
): Promise<FieldErrors> {
  const errors = new FieldErrors();
  const report = (place: Place, code: string, sentence: string) =>
    errors.add(() => placeError(part, place, code, sentence));
  const tooDeep = new Set<string>();
  const pending: CheckedPlace[] = [{ ...WHOLE, value: root, depth: 1, top: '' }];
  const slices = new Slices();
  let values = 0;
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { value, depth, top } = place;
    const isCheckedHere = !lists.includes(top);
    const fault = isCheckedHere && faultOf(value, exactNumbers);
    if (fault) report(place, ...fault);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > (isCheckedHere ? LIMITS.depth : LIMITS.reportableDepth) || tooDeep.has(top)) {
      tooDeep.add(top);
      continue;
    }
    // Before its keys are listed, which takes a second for an array of millions.
    if (Array.isArray(value) && values + value.length > maxValues)
      return FieldErrors.of(tooManyValues(part, maxValues));
    const keys = Object.keys(value);
    values += keys.length;
    if (values > maxValues) return FieldErrors.of(tooManyValues(part, maxValues));
    if (!Array.isArray(value) && keys.length > LIMITS.members) {
      report(place, ...TOO_MANY_MEMBERS);
      continue;
    }
    for (const key of keys) {
      if (slices.isOver) await slices.next();
      const child = (value as Record<string, unknown>)[key];
      const next = { value: child, key, parent: place, depth: depth + 1, top: depth > 1 ? top : key };
      if (isCheckedHere && (FORBIDDEN_KEYS.has(key) || !isStorable(key))) {
        errors.add(() => {
          const detail = `${JSON.stringify(shortened(key))} is not allowed as a key.`;
          return { in: part, field: pathOf(next), code: 'key', detail };
        });
      } else pending.push(next);
    }
  }
  for (const key of tooDeep)
    report({ value: undefined, key, parent: WHOLE }, 'depth', `is nested deeper than ${LIMITS.depth} levels`);
  return errors;
}

export function placeError(part: FieldError['in'], place: Place, code: string, sentence: string): FieldError {
  return { in: part, field: pathOf(place), code, detail: `${nameOf(place, part)} ${sentence}.` };
}

/** The error of an input with more than this number of values. */
export const tooManyValues = (part: FieldError['in'], maxValues: number): FieldError =>
  placeError(part, WHOLE, 'values', `contains more than ${maxValues.toLocaleString('en')} values`);

/** The code and the sentence of a value that no field accepts. */
function faultOf(value: unknown, exactNumbers: boolean): [code: string, sentence: string] | null {
  if (typeof value === 'string')
    return isStorable(value) ? null : ['text', 'contains a NUL character or half a surrogate pair'];
  if (typeof value !== 'number') return null;
  // A JSON parser reads such a number as Infinity, and JSON.stringify would write null.
  if (!Number.isFinite(value)) return ['number', 'is a number out of range'];
  // The number that was sent is lost: 12345678901234567890 has become …567000.
  const isRounded = !exactNumbers && Number.isInteger(value) && !Number.isSafeInteger(value);
  if (!isRounded) return null;
  return [
    'number',
    `is a whole number beyond ±${LARGEST_EXACT}, which JSON parsers round: send it as a string`,
  ];
}
