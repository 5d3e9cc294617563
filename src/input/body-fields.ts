import { applyDecorators, type Type } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isUUID } from 'class-validator';
import { Must } from './must.decorator.js';
import { isObject } from './check-input.js';
import { NestedListOf } from './nested-list.js';
import { ANY_JSON } from './any-json.js';
import { type FieldOptions, inputField } from './fields.js';

/** Fields that only a JSON body has: numbers, flags, objects and lists are of their own type there, not texts. */

/** A number within bounds, both included. */
export const NumberInput = ({
  min,
  max,
  isInteger = false,
  ...documented
}: FieldOptions & { min: number; max: number; isInteger?: boolean }): PropertyDecorator =>
  inputField(
    {
      type: isInteger ? 'integer' : 'number',
      minimum: min,
      maximum: max,
      nullable: !documented.required,
    },
    documented,
    Must(
      'range',
      `must be a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}`,
      (value) =>
        typeof value === 'number' && value >= min && value <= max && (!isInteger || Number.isInteger(value)),
    ),
  );

/** true or false, as JSON has them. */
export const BooleanInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: Boolean, nullable: !documented.required },
    documented,
    Must('boolean', 'must be true or false', (value) => typeof value === 'boolean'),
  );

/** What JSON said: class-transformer's copy leaves out keys that every object has, such as `toString`. */
const AsSent = Transform(({ obj, key }) => (obj as Record<string, unknown>)[key] ?? undefined);

/** Any JSON object. */
export const JsonObjectInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: 'object', additionalProperties: true, nullable: true },
    documented,
    AsSent,
    Must('type', 'must be a JSON object', isObject),
  );

/** A text, a list or an object, kept as it is. */
export const AnyJsonInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    ANY_JSON,
    documented,
    AsSent,
    Must('type', 'must be a text, a list or an object', (value) =>
      ['string', 'object'].includes(typeof value),
    ),
  );

const mustCount = (min: number, max: number): PropertyDecorator =>
  Must(
    'count',
    `must be a list of ${min} to ${max.toLocaleString('en')}`,
    (value) => Array.isArray(value) && value.length >= min && value.length <= max,
  );

interface Bounds {
  min: number;
  max: number;
}

/**
 * A list of objects; each is checked against their class, unless the use case checks each item itself (`checkedApart`). By their
 * `key`, no two are alike.
 */
export const ObjectListInput = ({
  of,
  min,
  max,
  checkedApart = false,
  key,
  ...documented
}: FieldOptions &
  Bounds & { of: () => Type<object>; checkedApart?: boolean; key?: string }): PropertyDecorator =>
  applyDecorators(
    NestedListOf({ of, max, key, checkedApart }),
    inputField(
      { type: () => of(), isArray: true, minItems: min, maxItems: max, nullable: !documented.required },
      documented,
      mustCount(min, max),
    ),
  );

/** A list of different ids. */
export const UuidListInput = ({ min, max, ...documented }: FieldOptions & Bounds): PropertyDecorator =>
  inputField(
    { type: String, format: 'uuid', isArray: true, minItems: min, maxItems: max },
    documented,
    // As the database writes them.
    Transform(({ value }) => (Array.isArray(value) ? value.map(lowered) : value)),
    mustCount(min, max),
    Must('uuid', 'must hold nothing but UUIDs', (ids) => listed(ids, max).every((id) => isUUID(id, 'loose'))),
    Must(
      'repeated',
      'must hold each id once',
      (ids) => new Set(listed(ids, max)).size === listed(ids, max).length,
    ),
  );

const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
/** Every rule is asked, also of what another has refused: what is no list, or one that is too long. */
const listed = (value: unknown, max: number): unknown[] => (Array.isArray(value) ? value.slice(0, max) : []);
