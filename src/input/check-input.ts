import type { Type } from '@nestjs/common';
import { groupBy } from '../group-by.js';
import { LIMITS } from '../limits.js';
import type { FieldError } from '../problems/domain-error.js';
import { FieldErrors } from '../problems/field-errors.js';
import { Slices } from '../time/slices.js';
import { fieldNames } from './field-names.js';
import { mapFields, type ReadEntry } from './map-field.js';
import { type NestedList, nestedLists } from './nested-list.js';
import { shortened } from './json/place.js';
import { checkFields, compiled, converted } from './rules/field-rules.js';
import { type ShapeRules, shapeErrors } from './shape.js';

export interface CheckedInput {
  value: object;
  errors: FieldErrors;
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks a whole body or query against its class: its shape (see shape.ts), then its fields. Works in slices, between which other
 * requests run.
 * @param type undefined if the operation has no fields there
 * @param known errors that were found before
 */
export async function checkInput(
  part: FieldError['in'],
  type: Type<object> | undefined,
  raw: unknown,
  rules: ShapeRules = {},
  known: readonly FieldError[] = [],
): Promise<CheckedInput> {
  if (!isObject(raw)) {
    const detail = 'The input must be a JSON object.';
    return { value: {}, errors: FieldErrors.of({ in: part, field: '', code: 'type', detail }) };
  }
  const lists = Object.entries(type ? nestedLists(type.prototype as object) : {});
  const readByUseCase = lists.flatMap(([name, list]) => (list.validatedByUseCase ? [name] : []));
  const shape = await shapeErrors(part, raw, { ...rules, lists: readByUseCase });
  shape.addAll(FieldErrors.of(...known));
  const concernsWhole = shape.listed.some(({ field }) => field === '' || field.startsWith('.'));
  if (shape.count > LIMITS.fieldErrors || concernsWhole) return { value: {}, errors: shape };
  const errors = new FieldErrors();
  const value = await new Check(part, errors).fields(type, raw, shape.listed, '');
  errors.addAll(shape);
  return { value, errors };
}

/** Checks the fields of objects, at any depth, and collects their errors. */
class Check {
  private readonly slices = new Slices();

  constructor(
    private readonly part: FieldError['in'],
    private readonly errors: FieldErrors,
  ) {}

  /**
   * Reports every unknown and every invalid field. A field with a shape error is not checked again.
   * @param path the object's path: empty for the whole input, otherwise for example `alternatives[2]`
   */
  async fields(
    type: Type<object> | undefined,
    raw: object,
    shapeErrors: readonly FieldError[],
    path: string,
  ): Promise<object> {
    const prefix = path && `${path}.`;
    const invalidFields = new Set(
      shapeErrors
        .filter(({ field }) => field.startsWith(prefix))
        .map(({ field }) => field.slice(prefix.length).split(/[.[]/, 1)[0]!),
    );
    const knownFields = type ? fieldNames(type) : [];
    const lists = type ? nestedLists(type.prototype as object) : {};
    const maps = type ? mapFields(type.prototype as object) : {};
    const declared = type && compiled(type);
    const checked = (type ? new type() : {}) as Record<string, unknown>;
    for (const [field, value] of Object.entries(raw) as [string, unknown][]) {
      if (this.slices.isOver) await this.slices.next();
      const isKnown = knownFields.includes(field);
      const list = isKnown && Array.isArray(value) && Object.hasOwn(lists, field) ? lists[field] : undefined;
      // A depth error concerns the list as a whole: its items cannot be checked.
      const depthExceeded = list && shapeErrors.some((error) => error.field === prefix + field);
      if (list?.validatedByUseCase) checked[field] = value;
      else if (list && !depthExceeded)
        checked[field] = await this.items(list, value as unknown[], shapeErrors, prefix + field);
      else if (invalidFields.has(field)) continue;
      else if (isKnown && Object.hasOwn(maps, field) && isObject(value))
        checked[field] = await this.entries(maps[field]!, value, prefix + field);
      else if (!isKnown)
        this.report(prefix + shortened(field), 'unknown', () => unknown(this.part, knownFields));
      else if (isConvertible(value)) checked[field] = converted(declared!, field, raw);
      else checked[field] = value;
    }
    if (declared)
      checkFields(declared, checked, (field, code, sentence) => {
        if (!invalidFields.has(field) || Object.hasOwn(checked, field))
          this.report(prefix + field, code, () => sentence);
      });
    return checked;
  }

  private async items(
    { of, max, keys }: NestedList,
    values: readonly unknown[],
    shapeErrors: readonly FieldError[],
    path: string,
  ): Promise<object[]> {
    // The list's own rule rejects its length. Rules that read the items run too, and expect objects.
    if (values.length > max) return values.map(() => NO_FIELDS);
    const type = of();
    // All at once, because a list may have thousands of items.
    const errorsByItem = groupBy(shapeErrors, ({ field }) =>
      field.slice(0, field.indexOf(']', path.length) + 1),
    );
    const firstItems = new Map(keys.map((key) => [key, new Map<unknown, string>()]));
    const checked: object[] = [];
    for (const [index, value] of values.entries()) {
      if (this.slices.isOver) await this.slices.next();
      const item = `${path}[${index}]`;
      if (!isObject(value)) {
        this.report(item, 'type', () => 'must be a JSON object');
        checked.push(NO_FIELDS);
        continue;
      }
      const fields = await this.fields(type, value, errorsByItem.get(item) ?? [], item);
      checked.push(fields);
      const key = keys.find((name) => fields[name as keyof typeof fields] !== undefined);
      if (key === undefined) continue;
      const firsts = firstItems.get(key)!;
      const first = firsts.get(fields[key as keyof typeof fields]);
      if (first === undefined) firsts.set(fields[key as keyof typeof fields], item);
      else this.report(`${item}.${key}`, 'repeated', () => `must be unique: ${first} has the same value`);
    }
    return checked;
  }

  private async entries(readEntry: ReadEntry, map: object, path: string): Promise<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const [key, value] of Object.entries(map)) {
      if (this.slices.isOver) await this.slices.next();
      const reading = readEntry(key, value);
      // An invalid entry stays without a value, so that rules of the whole map do not report it as missing.
      entries.push([key, 'value' in reading ? reading.value : undefined]);
      if ('problem' in reading) this.report(`${path}.${shortened(key)}`, reading.code, () => reading.problem);
    }
    return Object.fromEntries(entries);
  }

  private report(field: string, code: string, sentence: () => string): void {
    this.errors.add(() => ({ in: this.part, field, code, detail: `${field} ${sentence()}.` }));
  }
}

const NO_FIELDS: object = Object.freeze({});

/** Whether the conversions of a field get its value: they are for single values and short lists of them. */
function isConvertible(value: unknown): boolean {
  if (!Array.isArray(value)) return typeof value !== 'object' || value === null;
  return value.length <= LIMITS.bulkActions && value.every((item) => typeof item !== 'object');
}

function unknown(part: FieldError['in'], knownFields: string[]): string {
  const noun = part === 'query' ? 'parameter' : 'field';
  const known = knownFields.length > 0 ? `known ${noun}s: ${knownFields.join(', ')}` : 'there are none';
  return `is not a known ${noun} (${known})`;
}
