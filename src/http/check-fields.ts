import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { FieldError } from '../domain-error.js';

const LISTS = 'daybook:lists';
interface List {
  of: () => Type<object>;
  max: number;
  /** Whether somebody else checks them. */
  apart: boolean;
}
type Lists = Record<string, List>;

/** Says that a field holds a list of objects of this class; each is checked like the object that holds them, or apart. */
export const ListOf =
  (list: List): PropertyDecorator =>
  (prototype, property) =>
    Reflect.defineMetadata(LISTS, { ...listsOf(prototype), [property]: list }, prototype);

const listsOf = (prototype: object): Lists => (Reflect.getMetadata(LISTS, prototype) as Lists) ?? {};

export interface Checked {
  value: object;
  errors: FieldError[];
}

/**
 * Checks an object against a class whose fields have rules: unknown fields are refused, and every bad field is named, at
 * any depth. A misshapen field (see shape.ts) has its error already, and is not looked into.
 * @param path where the object stands: empty for the whole, otherwise such as `alternatives[2]`
 */
export function checkFields(
  place: FieldError['in'],
  type: Type<object> | undefined,
  raw: object,
  misshapen: readonly FieldError[] = [],
  path = '',
): Checked {
  const inside = path && `${path}.`;
  const spoilt = new Set(
    misshapen
      .filter(({ field }) => field.startsWith(inside))
      .map(({ field }) => field.slice(inside.length).split(/[.[]/, 1)[0]!),
  );
  const known = type ? fieldNames(type) : [];
  const lists = type ? listsOf(type.prototype as object) : {};
  let errors: FieldError[] = [];
  const complain = (field: string, code: string, sentence: string) =>
    errors.push({ in: place, field: inside + field, code, detail: `${inside + field} ${sentence}.` });

  const plain: Record<string, unknown> = {};
  const listed: Record<string, unknown[]> = {};
  for (const [field, value] of Object.entries(raw)) {
    const isKnown = known.includes(field);
    if (isKnown && field in lists && Array.isArray(value)) {
      const { of, max, apart } = lists[field]!;
      // Enough of them to see that there are too many: nobody is to be kept busy with the rest.
      const some: unknown[] = value.slice(0, max + 1);
      const items = apart
        ? { value: some, errors: [] }
        : checkEach(place, of(), some, misshapen, inside + field);
      listed[field] = items.value;
      errors = errors.concat(items.errors);
    } else if (spoilt.has(field)) continue;
    else if (isKnown) plain[field] = value;
    else complain(field, 'unknown', unknown(known));
  }
  if (!type) return { value: {}, errors };
  // What is unknown stays outside: class-transformer trips over some of it.
  const value = Object.assign(plainToInstance(type, plain), listed);
  for (const { property, constraints } of validateSync(value)) {
    if (spoilt.has(property) && !(property in listed)) continue;
    complain(property, ...Object.entries(constraints!)[0]!);
  }
  return { value, errors };
}

function checkEach(
  place: FieldError['in'],
  type: Type<object>,
  values: unknown[],
  misshapen: readonly FieldError[],
  path: string,
): { value: object[]; errors: FieldError[] } {
  const checked = values.map((value, at): Checked => {
    const field = `${path}[${at}]`;
    if (isObject(value)) return checkFields(place, type, value, misshapen, field);
    return {
      value: {},
      errors: [{ in: place, field, code: 'type', detail: `${field} must be a JSON object.` }],
    };
  });
  return { value: checked.map(({ value }) => value), errors: checked.flatMap(({ errors }) => errors) };
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesOf = new WeakMap<Type<object>, string[]>();

function fieldNames(type: Type<object>): string[] {
  const known = namesOf.get(type);
  if (known) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  namesOf.set(type, names);
  return names;
}

function unknown(known: string[]): string {
  return `is not known here; ${known.length > 0 ? `known are ${known.join(', ')}` : 'nothing is'}`;
}
