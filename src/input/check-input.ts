import { groupBy } from '../group-by.js';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { LIMITS } from '../limits.js';
import type { FieldError } from '../problems/domain-error.js';
import { fieldNames } from './field-names.js';
import { mapFields, type ReadEntry } from './map-field.js';
import { type NestedList, nestedLists } from './nested-list.js';
import { isNestedDeeperThan } from './shape.js';

export interface CheckedInput {
  value: object;
  errors: FieldError[];
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks a whole body or query against its class, and adds the errors of its shape (see shape.ts).
 * @param type undefined if the operation has no fields there
 */
export function checkInput(
  place: FieldError['in'],
  type: Type<object> | undefined,
  raw: unknown,
  shapeErrors: readonly FieldError[],
): CheckedInput {
  const lists = Object.entries(type ? nestedLists(type.prototype as object) : {});
  const isValidatedByUseCase = ({ field }: FieldError) =>
    lists.some(
      ([name, { validatedByUseCase }]) =>
        validatedByUseCase && (field === name || field.startsWith(`${name}[`)),
    );
  const tooDeepToReport =
    shapeErrors.some(isValidatedByUseCase) && isNestedDeeperThan(raw, LIMITS.reportableDepth);
  const reported = tooDeepToReport
    ? [...shapeErrors]
    : shapeErrors.filter((error) => !isValidatedByUseCase(error));
  const tooManyErrors = reported.length > LIMITS.fieldErrors;
  const concernsWhole = reported.some(({ field }) => field === '' || field.startsWith('.'));
  if (tooManyErrors || concernsWhole) return { value: {}, errors: reported };
  const { value, errors } = checkFields(place, type, raw as object, reported);
  return { value, errors: [...errors, ...reported] };
}

/**
 * Checks the fields of an object, at any depth, and reports every unknown and every invalid field. A field with a shape error is
 * not checked again.
 * @param path the object's path: empty for the whole input, otherwise for example `alternatives[2]`
 */
function checkFields(
  place: FieldError['in'],
  type: Type<object> | undefined,
  raw: object,
  shapeErrors: readonly FieldError[] = [],
  path = '',
): CheckedInput {
  const prefix = path && `${path}.`;
  const invalidFields = new Set(
    shapeErrors
      .filter(({ field }) => field.startsWith(prefix))
      .map(({ field }) => field.slice(prefix.length).split(/[.[]/, 1)[0]!),
  );
  const knownFields = type ? fieldNames(type) : [];
  const lists = type ? nestedLists(type.prototype as object) : {};
  const maps = type ? mapFields(type.prototype as object) : {};
  const errors: FieldError[] = [];
  const report = (field: string, code: string, sentence: string) =>
    errors.push({ in: place, field: prefix + field, code, detail: `${prefix + field} ${sentence}.` });

  const plain: Record<string, unknown> = {};
  const nested: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(raw)) {
    const isKnown = knownFields.includes(field);
    const list = isKnown && Array.isArray(value) && Object.hasOwn(lists, field) ? lists[field] : undefined;
    // A depth error concerns the list as a whole: its items cannot be checked.
    const depthExceeded = shapeErrors.some((error) => error.field === prefix + field);
    if (list?.validatedByUseCase) nested[field] = value;
    else if (list && !depthExceeded) {
      const items = checkItems(place, list, value as unknown[], shapeErrors, prefix + field);
      nested[field] = items.value;
      for (const error of items.errors) errors.push(error);
    } else if (invalidFields.has(field)) continue;
    else if (isKnown && Object.hasOwn(maps, field) && isObject(value)) {
      nested[field] = readEntries(maps[field]!, value, (key, ...error) =>
        report(`${field}.${key}`, ...error),
      );
    } else if (isKnown) plain[field] = value;
    else report(field, 'unknown', unknownSentence(place, knownFields));
  }
  if (!type) return { value: {}, errors };
  // Only known fields: class-transformer fails on some others, such as `__proto__`.
  const value = Object.assign(plainToInstance(type, plain), nested);
  for (const { property, constraints } of validateSync(value)) {
    if (invalidFields.has(property) && !(property in nested)) continue;
    report(property, ...Object.entries(constraints!)[0]!);
  }
  return { value, errors };
}

function readEntries(
  readEntry: ReadEntry,
  map: object,
  report: (key: string, code: string, problem: string) => void,
): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(map)) {
    const reading = readEntry(key, value);
    if ('value' in reading) entries.push([key, reading.value]);
    else report(key, reading.code, reading.problem);
  }
  return Object.fromEntries(entries);
}

function checkItems(
  place: FieldError['in'],
  { of, max, keys }: NestedList,
  values: readonly unknown[],
  shapeErrors: readonly FieldError[],
  path: string,
): { value: object[]; errors: FieldError[] } {
  // The list's own rule rejects its length. Rules that read the items run too, and expect objects.
  if (values.length > max) return { value: values.map(() => ({})), errors: [] };
  const type = of();
  // All at once, because a list may have thousands of items.
  const errorsByItem = groupBy(shapeErrors, ({ field }) =>
    field.slice(0, field.indexOf(']', path.length) + 1),
  );
  const firstItems = new Map(keys.map((key) => [key, new Map<unknown, string>()]));
  const checked = values.map((value, index): CheckedInput => {
    const item = `${path}[${index}]`;
    if (!isObject(value)) {
      const detail = `${item} must be a JSON object.`;
      return { value: {}, errors: [{ in: place, field: item, code: 'type', detail }] };
    }
    const result = checkFields(place, type, value, errorsByItem.get(item), item);
    const fields = result.value as Record<string, unknown>;
    const key = keys.find((name) => fields[name] !== undefined);
    if (key === undefined) return result;
    const first = firstItems.get(key)!.get(fields[key]);
    if (first === undefined) firstItems.get(key)!.set(fields[key], item);
    else {
      const field = `${item}.${key}`;
      const detail = `${field} must be unique: ${first} has the same value.`;
      result.errors.push({ in: place, field, code: 'repeated', detail });
    }
    return result;
  });
  return { value: checked.map(({ value }) => value), errors: checked.flatMap(({ errors }) => errors) };
}

function unknownSentence(place: FieldError['in'], knownFields: string[]): string {
  const noun = place === 'query' ? 'parameter' : 'field';
  const known = knownFields.length > 0 ? `known ${noun}s: ${knownFields.join(', ')}` : 'there are none';
  return `is not a known ${noun} (${known})`;
}
