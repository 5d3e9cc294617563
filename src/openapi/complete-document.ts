import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Content = { content?: Record<string, { schema: Schema; example?: unknown; examples?: unknown }> };

/** An operation's extension: where the example of its answer differs from those of the fields. */
export const EXAMPLE_DIFFERS = 'x-example';

/**
 * Gives every JSON request and answer an example made of its fields' own, so that no example is written twice, and puts
 * the parameters of the path first.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const extensions = operation as Record<string, unknown>;
    const parameters: { in: string }[] = operation.parameters ?? [];
    parameters.sort((a, b) => Number(b.in === 'path') - Number(a.in === 'path'));
    addRequestExamples(operation.requestBody as Content, schemas);
    addExample(operation.responses['200'] as Content, schemas, extensions[EXAMPLE_DIFFERS]);
    delete extensions[EXAMPLE_DIFFERS];
  }
  return document;
}

/** The empty one first: Swagger UI fills it in, and whoever tries a command must not send a letter of ours by mistake. */
function addRequestExamples(body: Content | undefined, schemas: Record<string, Schema>): void {
  const json = body?.content?.['application/json'];
  if (!json) return;
  json.examples = {
    nothing: { summary: 'Nothing to add', value: {} },
    everything: { summary: 'All that it takes', value: exampleOf(json.schema, schemas) },
  };
}

function addExample(body: Content | undefined, schemas: Record<string, Schema>, differs?: unknown): void {
  const json = body?.content?.['application/json'];
  if (json) json.example = merged(exampleOf(json.schema, schemas), differs);
}

function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  if ('$ref' in schema) return exampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
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
