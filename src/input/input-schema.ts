import type { Type } from '@nestjs/common';
import { ANY_JSON } from './any-json.js';
import { errorCodes, fieldNames } from './field-names.js';

/** A schema of JSON Schema 2020-12. */
export type JsonSchema = Record<string, unknown>;

/** One field of an input class. */
export interface InputField {
  name: string;
  required: boolean;
  description: string;
  schema: JsonSchema;
  /** The codes of the errors that the field's rules report. */
  errorCodes: string[];
}

/** The OpenAPI metadata that the decorators of src/input set: the only declaration of a field's type and limits. */
interface Declaration {
  type?: unknown;
  isArray?: boolean;
  enum?: unknown[];
  /** Of a list of enumerated values. */
  items?: JsonSchema;
  required?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
  [keyword: string]: unknown;
}

const DECLARATION = 'swagger/apiModelProperties';
const DECLARED = 'swagger/apiModelPropertiesArray';
const KEYWORDS = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'default'];
const LIST_KEYWORDS = ['minItems', 'maxItems', 'uniqueItems'];

/** The fields of an input class as data: for forms, tools and documentation outside HTTP. */
export const inputFields = (type: Type<object>): InputField[] =>
  namesOf(type).map((name) => {
    const declaration = Reflect.getMetadata(DECLARATION, type.prototype as object, name) as Declaration;
    const { required = true, description = '' } = declaration;
    return {
      name,
      required,
      description,
      schema: schemaOf(declaration),
      errorCodes: errorCodes(type, name),
    };
  });

/** A class that is only the schema of a value has no rules of its own: those of the field check it. */
function namesOf(type: Type<object>): string[] {
  const names = fieldNames(type);
  if (names.length > 0) return names;
  const declared = (Reflect.getMetadata(DECLARED, type.prototype as object) ?? []) as string[];
  return declared.map((name) => name.replace(/^:/, ''));
}

/** The JSON Schema of an input class, without the rules that compare fields; readInput() checks those too. */
export function jsonSchema(type: Type<object>): JsonSchema {
  const fields = inputFields(type);
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, description, schema }) => [name, { description, ...schema }]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function schemaOf(declaration: Declaration): JsonSchema {
  const { isArray, nullable, items } = declaration;
  const item = items ?? itemSchema(declaration);
  const schema = isArray ? { type: 'array', items: item, ...pick(declaration, LIST_KEYWORDS) } : item;
  if (!nullable) return schema;
  return { anyOf: [schema, { type: 'null' }] };
}

function itemSchema(declaration: Declaration): JsonSchema {
  const { type, isArray, additionalProperties } = declaration;
  if (declaration.enum) return { enum: declaration.enum };
  if (isLazyClass(type)) return jsonSchema(type());
  const name = typeof type === 'function' ? type.name.toLowerCase() : type;
  const keywords = isArray ? ['format'] : KEYWORDS;
  return {
    ...(name !== undefined && name !== ANY_JSON.type && { type: name }),
    ...pick(declaration, keywords),
    ...(additionalProperties !== undefined && {
      additionalProperties: isMapOfValues(additionalProperties)
        ? schemaOf(additionalProperties)
        : additionalProperties,
    }),
  };
}

/** Whether the entries of an object have a schema; otherwise `additionalProperties` is a boolean. */
const isMapOfValues = (additionalProperties: unknown): additionalProperties is Declaration =>
  typeof additionalProperties === 'object';

/** Input classes are declared as a function (`() => AlternativeInput`), the types of JavaScript directly. */
const isLazyClass = (type: unknown): type is () => Type<object> =>
  typeof type === 'function' && ![String, Number, Boolean].includes(type as StringConstructor);

const pick = (declaration: Declaration, keywords: readonly string[]): JsonSchema =>
  Object.fromEntries(
    keywords.flatMap((keyword) =>
      declaration[keyword] === undefined ? [] : [[keyword, declaration[keyword]]],
    ),
  );
