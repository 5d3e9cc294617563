import type { OpenAPIObject } from '@nestjs/swagger';

/** Set on the operation that lists events: the names of the schemas that webhooks send. */
export const WEBHOOKS = 'x-webhooks';

/**
 * Describes the requests that webhooks send, in the extension `x-webhooks`: `webhooks` itself needs OpenAPI 3.1, whose way to write
 * nullable fields not all client generators read.
 */
export function addWebhooks(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as object[]);
  const source = operations.find((operation) => WEBHOOKS in operation) as
    Record<string, string[]> | undefined;
  if (!source) return document;
  const webhooks = source[WEBHOOKS]!.map((name) => [name, { post: webhook(name) }]);
  delete source[WEBHOOKS];
  return Object.assign(document, { [WEBHOOKS]: Object.fromEntries(webhooks) });
}

const webhook = (name: string): object => ({
  summary: name,
  operationId: `receive${name}`,
  tags: ['Events'],
  security: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  },
  responses: { '2XX': { description: 'The event was received. Any other status repeats it later.' } },
});
