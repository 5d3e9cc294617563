import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { FieldError } from '../problems/domain-error.js';
import { LIMITS } from '../limits.js';
import { isNestedDeeperThan } from './shape.js';

const LISTS = 'daybook:lists';
type Lists = Record<string, List>;

interface List {
  of: () => Type<object>;
  /** A longer list is refused as a whole, and not looked into. */
  max: number;
  /** A field by which each item differs from the others. */
  key?: string;
  /** Whether the handler checks each item on its own: what is wrong with one spoils no other. */
  apart: boolean;
}

/** Says that a field holds a list of objects of a class; each is checked like the object that holds them, unless apart. */
export const ListOf =
  (list: List): PropertyDecorator =>
  (prototype, property) =>
    Reflect.defineMetadata(LISTS, { ...listsOf(prototype), [property]: list }, prototype);

const listsOf = (prototype: object): Lists => (Reflect.getMetadata(LISTS, prototype) as Lists) ?? {};

export interface Checked {
  value: object;
  errors: FieldError[];
}

/** Checks a whole query or body, or what stands for one, with what is wrong with its shape. */
export function checkInput(
  place: FieldError['in'],
  type: Type<object> | undefined,
  raw: unknown,
  shape: readonly FieldError[],
): Checked {
  const lists = Object.entries(type ? listsOf(type.prototype as object) : {});
  const isApart = ({ field }: FieldError) =>
    lists.some(([name, { apart }]) => apart && (field === name || field.startsWith(`${name}[`)));
  const isAbyss = shape.some(isApart) && isNestedDeeperThan(raw, LIMITS.abyss);
  const misshapen = isAbyss ? [...shape] : shape.filter((error) => !isApart(error));
  // Where the whole of it is misshapen, nothing in it has a name; where too much is, no more would be named.
  const isHopeless = misshapen.length > LIMITS.fieldErrors;
  if (isHopeless || misshapen.some(({ field }) => field === '' || field.startsWith('.')))
    return { value: {}, errors: misshapen };
  const { value, errors } = checkFields(place, type, raw as object, misshapen);
  return { value, errors: [...errors, ...misshapen] };
}

/**
 * Checks an object against a class whose fields have rules: unknown fields are refused, and every bad field is named, at
 * any depth. A misshapen field (see shape.ts) has its error already, and is not looked into.
 * @param path where the object stands: empty for the whole, otherwise such as `alternatives[2]`
 */
function checkFields(
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
  const errors: FieldError[] = [];
  const complain = (field: string, code: string, sentence: string) =>
    errors.push({ in: place, field: inside + field, code, detail: `${inside + field} ${sentence}.` });

  const plain: Record<string, unknown> = {};
  const listed: Record<string, unknown[]> = {};
  for (const [field, value] of Object.entries(raw)) {
    const isKnown = known.includes(field);
    const list = isKnown && Array.isArray(value) && Object.hasOwn(lists, field) ? lists[field] : undefined;
    // What is nested too deep is named by the list that it stands in, and nobody can tell where in it.
    const isUnfathomed = misshapen.some((error) => error.field === inside + field);
    if (list?.apart) listed[field] = value as unknown[];
    else if (list && !isUnfathomed) {
      const all = value as unknown[];
      const isTooLong = all.length > list.max;
      const items = checkEach(place, list, isTooLong ? [] : all, misshapen, inside + field);
      // Rules about the whole list meet objects all the same.
      listed[field] = isTooLong ? all.map(() => ({})) : items.value;
      for (const error of items.errors) errors.push(error);
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
  { of, key }: List,
  values: unknown[],
  misshapen: readonly FieldError[],
  path: string,
): { value: object[]; errors: FieldError[] } {
  const type = of();
  const spoilt = byItem(misshapen, path);
  const firsts = new Map<unknown, string>();
  const checked = values.map((value, at): Checked => {
    const item = `${path}[${at}]`;
    if (!isObject(value))
      return {
        value: {},
        errors: [{ in: place, field: item, code: 'type', detail: `${item} must be a JSON object.` }],
      };
    const result = checkFields(place, type, value, spoilt.get(item), item);
    const name = key && (result.value as Record<string, unknown>)[key];
    const first = firsts.get(name);
    if (name === undefined) return result;
    if (first === undefined) firsts.set(name, item);
    else {
      const field = `${item}.${key}`;
      const detail = `${field} must be given once: ${first} has the same.`;
      result.errors.push({ in: place, field, code: 'repeated', detail });
    }
    return result;
  });
  return { value: checked.map(({ value }) => value), errors: checked.flatMap(({ errors }) => errors) };
}

/** Sorted out once, for a list may have thousands of items. */
function byItem(misshapen: readonly FieldError[], path: string): Map<string, FieldError[]> {
  const sorted = new Map<string, FieldError[]>();
  for (const error of misshapen) {
    const item = error.field.slice(0, error.field.indexOf(']', path.length) + 1);
    if (!sorted.get(item)?.push(error)) sorted.set(item, [error]);
  }
  return sorted;
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
