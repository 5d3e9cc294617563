import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type SchemaObject = Exclude<Schema, { $ref: string }>;
type RequestBody = Content & { required?: boolean };
type Content = { content?: Record<string, { schema: Schema; example?: unknown; examples?: unknown }> };

/** Set on an operation: the fields of its response example that differ from the examples of the fields. */
export const EXAMPLE_DIFFERS = 'x-example';
/** Set on an operation: the content types beside JSON in which its response is available. */
export const ALSO_AS = 'x-also-as';

/**
 * Adds request examples, and response examples that differ from those of the fields: readers of the document derive all others
 * from the fields. Removes the extensions above and what
 * only Nest needs.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const extensions = operation as Record<string, unknown>;
    completeRequestBody(operation.requestBody as RequestBody | undefined, schemas);
    if (extensions[EXAMPLE_DIFFERS]) {
      addResponseExample(operation.responses['200'] as Content, schemas, extensions[EXAMPLE_DIFFERS]);
    }
    for (const type of (extensions[ALSO_AS] ?? []) as string[]) {
      const { content } = operation.responses['200'] as { content: object };
      Object.assign(content, { [type]: { schema: { type: 'string' } } });
    }
    delete extensions[EXAMPLE_DIFFERS];
    delete extensions[ALSO_AS];
  }
  adaptSchemas(schemas);
  closeInputs(schemas);
  return document;
}

/**
 * Removes types that Nest writes: `any`, which OpenAPI expresses by a schema without a type, and the type beside a nullable
 * reference. With a type there, openapi-python-client reads the reference as never null.
 */
function adaptSchemas(schema: object): void {
  const isAny = 'type' in schema && schema.type === 'any';
  const isNullableReference = 'nullable' in schema && 'allOf' in schema;
  if (isAny || isNullableReference) Reflect.deleteProperty(schema, 'type');
  for (const value of Object.values(schema)) if (isObject(value)) adaptSchemas(value);
}

/** Unknown fields of a body are an error. */
function closeInputs(schemas: Record<string, Schema>): void {
  for (const [name, schema] of Object.entries(schemas)) {
    if (name.endsWith('Input')) Object.assign(schema, { additionalProperties: false });
  }
}

/**
 * An absent body counts as an empty object. Swagger UI fills in the first example. Where no field is required that is the empty
 * body, so that trying a command never sends the example's text to a customer.
 */
function completeRequestBody(body: RequestBody | undefined, schemas: Record<string, Schema>): void {
  const json = body?.content?.['application/json'];
  if (!body || !json) return;
  body.required = Boolean(resolved(json.schema, schemas).required?.length);
  json.examples = {
    ...(!body.required && { nothing: { summary: 'Nothing to add', value: {} } }),
    everything: { summary: 'All that it takes', value: exampleOf(json.schema, schemas) },
  };
}

function addResponseExample(response: Content, schemas: Record<string, Schema>, differs: unknown): void {
  const json = response.content?.['application/json'];
  if (json) json.example = merged(exampleOf(json.schema, schemas), differs);
}

const resolved = (schema: Schema, schemas: Record<string, Schema>): SchemaObject =>
  '$ref' in schema ? resolved(schemas[schema.$ref.split('/').at(-1)!]!, schemas) : schema;

function exampleOf(reference: Schema, schemas: Record<string, Schema>): unknown {
  const schema = resolved(reference, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf) return exampleOf(schema.allOf[0]!, schemas);
  if (schema.type === 'array') return [exampleOf(schema.items!, schemas)];
  if (schema.enum) return schema.enum[0];
  if (!schema.properties) return undefined;
  const examples = Object.entries(schema.properties).map(([name, field]) => [
    name,
    exampleOf(field, schemas),
  ]);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function merged(example: unknown, differs: unknown): unknown {
  if (differs === undefined) return example;
  if (Array.isArray(example) && Array.isArray(differs))
    return differs.map((item, at) => merged(example[at], item));
  if (!isObject(example) || !isObject(differs)) return differs;
  const changed = Object.entries(differs).map(([name, value]) => [name, merged(example[name], value)]);
  return { ...example, ...Object.fromEntries(changed) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
