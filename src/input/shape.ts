import type { FieldError } from '../problems/domain-error.js';
import { LIMITS } from '../limits.js';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const MOST = Number.MAX_SAFE_INTEGER.toLocaleString('en');
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

interface ShapeRules {
  mostValues?: number;
  /** Whether long numbers come as texts, and each is read, or refused, digit by digit by the rule of its field. */
  exactNumbers?: boolean;
}

/**
 * What no value of a request may hold, wherever it stands: NUL and lone surrogates (PostgreSQL refuses the first and
 * UTF-8 the second), numbers that JavaScript changes, keys that it gives a meaning, and more depth or breadth than any of our
 * bodies has.
 */
export function shapeErrors(
  place: FieldError['in'],
  root: unknown,
  { mostValues = LIMITS.values, exactNumbers = false }: ShapeRules = {},
): FieldError[] {
  const errors: FieldError[] = [];
  let values = 0;
  const tooDeep = new Set<string>();
  const pending = [{ field: '', top: '', value: root, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { field, top, value, depth } = next;
    if (values++ > mostValues) {
      const detail = `The ${place} holds more than ${mostValues.toLocaleString('en')} values.`;
      return [{ in: place, field: '', code: 'values', detail }];
    }
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      errors.push({
        in: place,
        field,
        code: 'text',
        detail: `${field || 'A nameless field'} holds a NUL or half a surrogate pair.`,
      });
    }
    const problem = typeof value === 'number' && problemWith(value, exactNumbers);
    if (problem) {
      const detail = `${field || 'A nameless field'} ${problem}.`;
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
          detail: `${name} cannot be a key.`,
        });
      } else {
        pending.push({ field: path, top: depth > 1 ? top : key, value: child, depth: depth + 1 });
      }
    }
  }
  const deep = `is nested deeper than ${LIMITS.depth} levels.`;
  const depths = [...tooDeep].map((field) => ({
    in: place,
    field,
    code: 'depth',
    detail: `${field || 'A nameless field'} ${deep}`,
  }));
  return [...errors, ...depths];
}

function problemWith(number: number, exactNumbers: boolean): string | false {
  // JSON.parse makes Infinity of them, and the next writer of JSON null.
  if (!Number.isFinite(number)) return 'is a number out of range';
  // What was sent is lost already: 12345678901234567890 has become …567000.
  const isRounded = !exactNumbers && Number.isInteger(number) && !Number.isSafeInteger(number);
  return isRounded && `is a whole number beyond ±${MOST}, which JSON readers round: send it as a text`;
}

/** Whether something in it is nested deeper than so many levels. */
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

/** As in `alternatives[2].content`. */
function pathOf(parent: string, depth: number, isInArray: boolean, key: string): string {
  if (isInArray) return `${parent}[${key}]`;
  return depth > 1 ? `${parent}.${key}` : key;
}
