import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { type Schema, withoutReferences } from '../support/api-document.js';

interface Content {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: { status?: number } }>;
}

interface Response {
  headers: Record<string, object>;
  content: Record<string, Content>;
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: { in: string; name: string; schema: object }[];
  requestBody?: Pick<Response, 'content'>;
  responses: Record<string, Response>;
  security: object[];
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, object> };
}

/** The text of the committed openapi.yaml. */
export const readText = (): Promise<string> =>
  readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8');

/** The committed document. References to anything but schemas are replaced by their content. */
export const readDocument = async (): Promise<Document> =>
  withoutReferences(load(await readText())) as Document;

export const readOperations = async (): Promise<Operation[]> =>
  Object.values((await readDocument()).paths).flatMap((path) => Object.values(path));
