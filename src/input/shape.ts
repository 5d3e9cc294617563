import type { FieldError } from '../problems/domain-error.js';
import { LIMITS } from '../limits.js';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER.toLocaleString('en');
/** Stands for a field whose name is the empty string. */
const NAMELESS = 'A field without a name';
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

interface ShapeRules {
  maxValues?: number;
  /** Whether long numbers were read as strings (see json-body.ts), so that the rule of each field sees every digit. */
  exactNumbers?: boolean;
}

/**
 * Finds content that no field accepts, at any depth: NUL and lone surrogates (PostgreSQL cannot store the first, UTF-8 cannot
 * encode the second), numbers that JavaScript rounds, keys with a special meaning in JavaScript, and more nesting or values than
 * any valid request has.
 */
export function shapeErrors(
  place: FieldError['in'],
  root: unknown,
  { maxValues = LIMITS.values, exactNumbers = false }: ShapeRules = {},
): FieldError[] {
  const errors: FieldError[] = [];
  let values = 0;
  const tooDeep = new Set<string>();
  const pending = [{ field: '', top: '', value: root, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { field, top, value, depth } = next;
    if (values++ > maxValues) {
      const detail = `The ${place} contains more than ${maxValues.toLocaleString('en')} values.`;
      return [{ in: place, field: '', code: 'values', detail }];
    }
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      errors.push({
        in: place,
        field,
        code: 'text',
        detail: `${field || NAMELESS} contains a NUL character or half a surrogate pair.`,
      });
    }
    const fault = typeof value === 'number' && faultOf(value, exactNumbers);
    if (fault) {
      const detail = `${field || NAMELESS} ${fault}.`;
      errors.push({ in: place, field, code: 'number', detail });
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > LIMITS.depth || tooDeep.has(top)) {
      tooDeep.add(top);
      continue;
    }
    for (const [key, child] of Object.entries(value)) {
      const path = pathOf(field, depth, Array.isArray(value), key);
      if (FORBIDDEN_KEYS.has(key) || UNSTORABLE.test(key)) {
        const name = JSON.stringify(key.toWellFormed());
        errors.push({
          in: place,
          field: path.toWellFormed(),
          code: 'key',
          detail: `${name} is not allowed as a key.`,
        });
      } else {
        pending.push({ field: path, top: depth > 1 ? top : key, value: child, depth: depth + 1 });
      }
    }
  }
  const depthErrors = [...tooDeep].map((field) => ({
    in: place,
    field,
    code: 'depth',
    detail: `${field || NAMELESS} is nested deeper than ${LIMITS.depth} levels.`,
  }));
  return [...errors, ...depthErrors];
}

function faultOf(number: number, exactNumbers: boolean): string | false {
  // JSON.parse reads such a number as Infinity, and JSON.stringify would write null.
  if (!Number.isFinite(number)) return 'is a number out of range';
  // The number that was sent is lost: 12345678901234567890 has become …567000.
  const isRounded = !exactNumbers && Number.isInteger(number) && !Number.isSafeInteger(number);
  return (
    isRounded && `is a whole number beyond ±${LARGEST_EXACT}, which JSON parsers round: send it as a string`
  );
}

/** Whether a value is nested deeper than this number of levels. */
export function isNestedDeeperThan(root: unknown, levels: number): boolean {
  const pending = [{ value: root, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > levels) return true;
    for (const child of Object.values(value) as unknown[]) pending.push({ value: child, depth: depth + 1 });
  }
  return false;
}

/** A path such as `alternatives[2].content`. */
function pathOf(parent: string, depth: number, isInArray: boolean, key: string): string {
  if (isInArray) return `${parent}[${key}]`;
  return depth > 1 ? `${parent}.${key}` : key;
}
