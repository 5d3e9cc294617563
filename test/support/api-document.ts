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
  /** Undefined if the operation takes no body. */
  isBodyRequired: boolean | undefined;
  responses: Record<string, DocumentedResponse>;
}
export interface ApiDocument {
  operations: Operation[];
  schemas: Record<string, Schema>;
}

type OperationObject = Omit<Operation, 'id' | 'method' | 'path' | 'body' | 'isBodyRequired' | 'isPublic'> & {
  operationId: string;
  security: object[];
  requestBody?: DocumentedResponse & { required: boolean };
};

/** Fetches the OpenAPI document of the running application: tests that iterate over it cover every operation. */
export async function fetchApiDocument({ url }: Pick<RunningApp, 'url'>): Promise<ApiDocument> {
  const document = withoutReferences(await (await fetch(`${url}/api/openapi.json`)).json());
  const { components } = document as { components: { schemas: Record<string, Schema> } };
  const schemas = withoutExtensions(components.schemas);
  const paths = (document as { paths: Record<string, Record<string, OperationObject>> }).paths;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      isPublic: operation.security.length === 0,
      parameters: operation.parameters,
      body: inlined(operation.requestBody?.content?.['application/json']?.schema ?? NO_FIELDS, schemas),
      isBodyRequired: operation.requestBody?.required,
      responses: operation.responses,
    })),
  );
  return { operations, schemas };
}

/** Whether a successful response does not end, so that a test must close the connection. */
export const isEndless = ({ responses }: Pick<Operation, 'responses'>): boolean =>
  responses['200']?.content?.['text/event-stream'] !== undefined;

/** Replaces references to responses, headers, parameters and examples by their content. References to schemas stay. */
export function withoutReferences(document: unknown): unknown {
  const { components } = document as { components: Record<string, Record<string, unknown>> };
  const resolve = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(resolve);
    const [, section, name] =
      /^#\/components\/(\w+)\/(.+)$/.exec(String('$ref' in value && value.$ref)) ?? [];
    if (section && section !== 'schemas') return resolve(components[section]![name!]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(document);
}

/** Merges schemas that extend another one (`allOf` of a reference and own fields) into one object schema. */
export function withoutExtensions(schemas: Record<string, Schema>): Record<string, Schema> {
  const merge = (schema: Schema): Schema => {
    if ((schema.allOf?.length ?? 0) < 2) return schema;
    const parts = schema.allOf!.map(({ $ref, ...own }) =>
      $ref ? merge(schemas[$ref.split('/').at(-1)!]!) : own,
    );
    const properties: Schema['properties'] = Object.assign({}, ...parts.map((part) => part.properties));
    return { type: 'object', properties, required: parts.flatMap(({ required = [] }) => required) };
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, merge(schema)]));
}

const NO_FIELDS: Schema = { type: 'object', properties: {} };

/** Replaces references by their schemas, which is possible because no schema of a request body is recursive. */
function inlined({ $ref, allOf = [], ...own }: Schema, schemas: Record<string, Schema>): Schema {
  const inline = (schema: Schema) => inlined(schema, schemas);
  const parts = [...($ref ? [schemas[$ref.split('/').at(-1)!]!] : []), ...allOf];
  const { properties, items, ...rest }: Schema = Object.assign({}, ...parts.map(inline), own);
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, inline(field)] as const);
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(items && { items: inline(items) }),
  };
}

/** All id fields of an operation's request, such as path.action_id, query.invoice_id, body.ids[] and body.lines[].id. */
export function idLocations({ parameters, body }: Operation): string[] {
  const inParameters = parameters.flatMap(({ in: place, name, schema }) =>
    idLocationsIn(schema, `${place}.${name}`),
  );
  return [...inParameters, ...idLocationsIn(body, 'body')];
}

function idLocationsIn({ format, pattern, properties = {}, items }: Schema, location: string): string[] {
  // A filter that takes an id or a word has a pattern instead of the format.
  if (format === 'uuid' || pattern?.includes('-[0-9a-fA-F]{12}')) return [location];
  const inFields = Object.entries(properties).flatMap(([name, field]) =>
    idLocationsIn(field, `${location}.${name}`),
  );
  return [...inFields, ...(items ? idLocationsIn(items, `${location}[]`) : [])];
}
