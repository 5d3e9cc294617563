import { applyDecorators, type Type } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isUUID } from 'class-validator';
import { Must } from './must.decorator.js';
import { isObject } from './check-input.js';
import { jsonBytes } from '../json-bytes.js';
import { MapOf, type ReadEntry } from './map-field.js';
import { NestedListOf } from './nested-list.js';
import { ANY_JSON } from './any-json.js';
import { type FieldOptions, inputField, toLowerCaseId } from './fields.js';

/** Decorators for fields of a JSON body, where numbers, booleans, objects and lists have types of their own. */

/** A number from `min` to `max`, both included. */
export const NumberInput = ({
  min,
  max,
  isInteger = false,
  ...options
}: FieldOptions & { min: number; max: number; isInteger?: boolean }): PropertyDecorator =>
  inputField(
    {
      type: isInteger ? 'integer' : 'number',
      minimum: min,
      maximum: max,
      nullable: !options.required,
    },
    options,
    Must(
      'range',
      `must be a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}`,
      (value) =>
        typeof value === 'number' && value >= min && value <= max && (!isInteger || Number.isInteger(value)),
    ),
  );

/** A JSON boolean. */
export const BooleanInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: Boolean, nullable: !options.required },
    options,
    Must('boolean', 'must be true or false', (value) => typeof value === 'boolean'),
  );

/** `maxBytes` limits the JSON text of the value, in UTF-8. */
type JsonOptions = FieldOptions & { maxBytes: number };

const mustHaveBytes = (max: number): PropertyDecorator =>
  Must(
    'too_large',
    `must have at most ${max.toLocaleString('en')} bytes as JSON`,
    (value) => jsonBytes(value, max) <= max,
  );

/** A JSON object: any, or one whose values have a schema, which the field's own rules check. */
export const JsonObjectInput = ({
  maxBytes,
  values = true,
  ...options
}: JsonOptions & { values?: true | { type: string; minimum: number; maximum: number } }): PropertyDecorator =>
  inputField(
    { type: 'object', additionalProperties: values, nullable: true },
    options,
    Must('type', 'must be a JSON object', isObject),
    mustHaveBytes(maxBytes),
  );

/** An object whose keys are data, such as amounts by currency. `values` is the schema of an entry's value. */
export const MapInput = ({
  values,
  readEntry,
  ...options
}: FieldOptions & {
  values: { type: string; nullable?: true };
  readEntry: ReadEntry;
}): PropertyDecorator =>
  applyDecorators(
    MapOf(readEntry),
    inputField(
      { type: 'object', additionalProperties: values, nullable: true },
      options,
      Must('type', 'must be a JSON object', isObject),
    ),
  );

/** A string, list or object, stored unchanged. */
export const AnyJsonInput = ({ maxBytes, ...options }: JsonOptions): PropertyDecorator =>
  inputField(
    ANY_JSON,
    options,
    Must('type', 'must be a string, a list or an object', (value) =>
      ['string', 'object'].includes(typeof value),
    ),
    mustHaveBytes(maxBytes),
  );

const mustHaveItems = (min: number, max: number): PropertyDecorator =>
  Must(
    'count',
    `must be a list of ${min} to ${max.toLocaleString('en')} items`,
    (value) => Array.isArray(value) && value.length >= min && value.length <= max,
  );

interface Bounds {
  min: number;
  max: number;
}

/**
 * A list of objects. Each item is checked against the class, unless the use case validates the items (`validatedByUseCase`). No
 * two items may have the same key (see NestedList).
 */
export const ObjectListInput = ({
  of,
  min,
  max,
  validatedByUseCase = false,
  keys = [],
  ...options
}: FieldOptions &
  Bounds & {
    of: () => Type<object>;
    validatedByUseCase?: boolean;
    keys?: readonly string[];
  }): PropertyDecorator =>
  applyDecorators(
    NestedListOf({ of, max, keys, validatedByUseCase }),
    inputField(
      { type: () => of(), isArray: true, minItems: min, maxItems: max, nullable: !options.required },
      options,
      mustHaveItems(min, max),
    ),
  );

/** A list of distinct values in `of`. */
export const EnumListInput = ({
  of,
  ...options
}: FieldOptions & { of: readonly string[]; enumName: string }): PropertyDecorator =>
  inputField(
    {
      enum: of as string[],
      isArray: true,
      maxItems: of.length,
      nullable: !options.required,
    },
    options,
    Must(
      'choice',
      `must contain only ${of.join(', ')}`,
      (value) => Array.isArray(value) && value.every((item) => of.includes(item as string)),
    ),
    Must(
      'repeated',
      'must not contain a value twice',
      (value) => !Array.isArray(value) || new Set(value).size === value.length,
    ),
  );

/** A list of distinct UUIDs. */
export const UuidListInput = ({ min, max, ...options }: FieldOptions & Bounds): PropertyDecorator =>
  inputField(
    { type: String, format: 'uuid', isArray: true, minItems: min, maxItems: max },
    options,
    Transform(({ value }) => (Array.isArray(value) ? value.map(toLowerCaseId) : value)),
    mustHaveItems(min, max),
    Must('uuid', 'must contain only UUIDs', (ids) => (ids as unknown[]).every((id) => isUUID(id, 'loose'))),
    Must('repeated', 'must not contain an id twice', (ids) => new Set(ids as []).size === (ids as []).length),
  );
