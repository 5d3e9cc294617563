import type { RunningApp } from './app.js';

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  nullable?: boolean;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  allOf?: Schema[];
}
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}
export interface DocumentedAnswer {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema; examples?: Record<string, unknown> }>;
}
export interface Operation {
  id: string;
  /** In capitals. */
  method: string;
  /** With its ids in braces. */
  path: string;
  isPublic: boolean;
  parameters: Parameter[];
  /** The fields of its body; none where it takes no body. */
  fields: Record<string, Schema>;
  responses: Record<string, DocumentedAnswer>;
}
export interface ApiDocument {
  operations: Operation[];
  schemas: Record<string, Schema>;
}

type Written = Omit<Operation, 'id' | 'method' | 'path' | 'fields' | 'isPublic'> & {
  operationId: string;
  security: object[];
  requestBody?: DocumentedAnswer;
};

/** What the running application says of itself: tests that walk this cover every operation there is and will be. */
export async function documentOf({ url }: Pick<RunningApp, 'url'>): Promise<ApiDocument> {
  const document = await (await fetch(`${url}/api/openapi.json`)).json();
  const { schemas } = (document as { components: { schemas: Record<string, Schema> } }).components;
  const paths = (document as { paths: Record<string, Record<string, Written>> }).paths;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]) => ({
      id: written.operationId,
      method: method.toUpperCase(),
      path,
      isPublic: written.security.length === 0,
      parameters: written.parameters,
      fields: fieldsOf(written.requestBody, schemas),
      responses: written.responses,
    })),
  );
  return { operations, schemas };
}

function fieldsOf(body: DocumentedAnswer | undefined, schemas: Record<string, Schema>) {
  const reference = body?.content?.['application/json']?.schema.$ref;
  return (reference && schemas[reference.split('/').at(-1)!]?.properties) || {};
}

/** Where the operation takes an id: path.action_id, query.invoice_id, body.approved_by. */
export function idPlaces({ parameters, fields }: Operation): string[] {
  const named = parameters.map(({ in: place, name, schema }) => [`${place}.${name}`, schema] as const);
  const filled = Object.entries(fields).map(([name, schema]) => [`body.${name}`, schema] as const);
  return [...named, ...filled].filter(([, { format }]) => format === 'uuid').map(([place]) => place);
}
