import type { Type } from '@nestjs/common';
import { ANY_JSON } from './any-json.js';
import { errorCodes, fieldNames } from './field-names.js';

/** A schema of JSON Schema 2020-12. */
export type JsonSchema = Record<string, unknown>;

/** What an input class says of one of its fields. */
export interface InputField {
  name: string;
  required: boolean;
  description: string;
  schema: JsonSchema;
  /** The codes of the errors that the field's rules report. */
  errorCodes: string[];
}

/** What the decorators of src/input tell the OpenAPI document of a field: the one declaration of its name, type and limits. */
interface Declaration {
  type?: unknown;
  isArray?: boolean;
  enum?: unknown[];
  required?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
  [keyword: string]: unknown;
}

const DECLARATION = 'swagger/apiModelProperties';
const KEYWORDS = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'default',
  'additionalProperties',
];
const LIST_KEYWORDS = ['minItems', 'maxItems', 'uniqueItems'];

/** The fields of an input class as data: for forms, tools and documentation that are not HTTP. */
export const inputFields = (type: Type<object>): InputField[] =>
  fieldNames(type).map((name) => {
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

/** The JSON Schema of an input class. Rules that compare fields are not in it; the input is still checked when it is read. */
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
  const { isArray, nullable } = declaration;
  const item = itemSchema(declaration);
  const schema = isArray ? { type: 'array', items: item, ...pick(declaration, LIST_KEYWORDS) } : item;
  if (!nullable) return schema;
  return { anyOf: [schema, { type: 'null' }] };
}

function itemSchema(declaration: Declaration): JsonSchema {
  const { type, isArray } = declaration;
  if (declaration.enum) return { enum: declaration.enum };
  if (isLazyClass(type)) return jsonSchema(type());
  const name = typeof type === 'function' ? type.name.toLowerCase() : type;
  const keywords = isArray ? ['format'] : KEYWORDS;
  return {
    ...(name !== undefined && name !== ANY_JSON.type && { type: name }),
    ...pick(declaration, keywords),
  };
}

/** Classes are named by a function, as `() => AlternativeInput`; the types of JavaScript by themselves. */
const isLazyClass = (type: unknown): type is () => Type<object> =>
  typeof type === 'function' && ![String, Number, Boolean].includes(type as StringConstructor);

const pick = (declaration: Declaration, keywords: readonly string[]): JsonSchema =>
  Object.fromEntries(
    keywords.flatMap((keyword) =>
      declaration[keyword] === undefined ? [] : [[keyword, declaration[keyword]]],
    ),
  );
