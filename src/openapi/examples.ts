import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Gives every JSON request and answer an example made of its fields' own, so that no example is written twice. */
export function addExamples(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};

  const exampleOf = (schema: Schema): unknown => {
    if ('$ref' in schema) return exampleOf(schemas[schema.$ref.split('/').at(-1)!]!);
    if (schema.example !== undefined) return schema.example;
    if (schema.allOf) return exampleOf(schema.allOf[0]!);
    if (schema.type === 'array') return [exampleOf(schema.items!)];
    if (schema.enum) return schema.enum[0];
    const properties = Object.entries(schema.properties ?? {});
    return Object.fromEntries(properties.map(([name, property]) => [name, exampleOf(property)]));
  };

  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses ?? {})] as {
      content?: Record<string, { schema: Schema; example?: unknown }>;
    }[];
    for (const json of bodies.map((body) => body?.content?.['application/json'])) {
      if (json) json.example = exampleOf(json.schema);
    }
  }
  return document;
}
