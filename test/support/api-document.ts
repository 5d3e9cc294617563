import type { RunningApp } from './app.js';

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: (string | null)[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  allOf?: Schema[];
  example?: unknown;
}
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}
export interface DocumentedResponse {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema: Schema; examples?: Record<string, unknown> }>;
}
export interface Operation {
  id: string;
  /** In upper case. */
  method: string;
  /** With its path parameters in braces. */
  path: string;
  isPublic: boolean;
  parameters: Parameter[];
  /** The schema of the request body, without references; an object without fields if there is no body. */
  body: Schema;
  responses: Record<string, DocumentedResponse>;
}
export interface ApiDocument {
  operations: Operation[];
  schemas: Record<string, Schema>;
}

type OperationObject = Omit<Operation, 'id' | 'method' | 'path' | 'body' | 'isPublic'> & {
  operationId: string;
  security: object[];
  requestBody?: DocumentedResponse;
};

/** Fetches the OpenAPI document of the running application: tests that iterate over it cover every operation. */
export async function fetchApiDocument({ url }: Pick<RunningApp, 'url'>): Promise<ApiDocument> {
  const document = withoutReferences(await (await fetch(`${url}/api/openapi.json`)).json());
  const { components } = document as { components: { schemas: Record<string, Schema> } };
  const schemas = withoutExtensions(components.schemas);
  const paths = (document as { paths: Record<string, Record<string, OperationObject>> }).paths;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]) => ({
      id: written.operationId,
      method: method.toUpperCase(),
      path,
      isPublic: written.security.length === 0,
      parameters: written.parameters,
      body: inlined(written.requestBody?.content?.['application/json']?.schema ?? NO_FIELDS, schemas),
      responses: written.responses,
    })),
  );
  return { operations, schemas };
}

/** The document with every response, header, parameter and example in the places that refer to it. Schemas stay references. */
export function withoutReferences(document: unknown): unknown {
  const { components } = document as { components: Record<string, Record<string, unknown>> };
  const inPlace = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(inPlace);
    const [, section, name] =
      /^#\/components\/(\w+)\/(.+)$/.exec(String('$ref' in value && value.$ref)) ?? [];
    if (section && section !== 'schemas') return inPlace(components[section]![name!]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inPlace(inner)]));
  };
  return inPlace(document);
}

/** The schemas with all of their fields in them, where the document has a reference to another and the fields beyond it. */
export function withoutExtensions(schemas: Record<string, Schema>): Record<string, Schema> {
  const whole = (schema: Schema): Schema => {
    if ((schema.allOf?.length ?? 0) < 2) return schema;
    const parts = schema.allOf!.map(({ $ref, ...own }) =>
      $ref ? whole(schemas[$ref.split('/').at(-1)!]!) : own,
    );
    const properties: Schema['properties'] = Object.assign({}, ...parts.map((part) => part.properties));
    return { type: 'object', properties, required: parts.flatMap(({ required = [] }) => required) };
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, whole(schema)]));
}

const NO_FIELDS: Schema = { type: 'object', properties: {} };

/** Replaces references by their schemas; no schema of a request body is recursive. */
function inlined({ $ref, allOf = [], ...own }: Schema, schemas: Record<string, Schema>): Schema {
  const inline = (schema: Schema) => inlined(schema, schemas);
  const parts = [...($ref ? [schemas[$ref.split('/').at(-1)!]!] : []), ...allOf];
  const { properties, items, ...whole }: Schema = Object.assign({}, ...parts.map(inline), own);
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, inline(field)] as const);
  return {
    ...whole,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(items && { items: inline(items) }),
  };
}

/** Every place where the operation takes an id: path.action_id, query.invoice_id, body.ids[], body.lines[].id. */
export function idLocations({ parameters, body }: Operation): string[] {
  const named = parameters.flatMap(({ in: place, name, schema }) => placesIn(schema, `${place}.${name}`));
  return [...named, ...placesIn(body, 'body')];
}

function placesIn({ format, properties = {}, items }: Schema, place: string): string[] {
  if (format === 'uuid') return [place];
  const inFields = Object.entries(properties).flatMap(([name, field]) => placesIn(field, `${place}.${name}`));
  return [...inFields, ...(items ? placesIn(items, `${place}[]`) : [])];
}
