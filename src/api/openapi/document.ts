import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentPolicy } from '../response/response-headers.js';
import { completeDocument } from './complete-document.js';
import { shareComponents } from './share-components.js';

const DESCRIPTION = `
The next step on every overdue invoice, proposed by machines and decided by people.

An **action** is a suggested step, an e-mail, a call or an internal task, on an invoice and its customer. People read it,
edit it, approve or reject it; what was done stands in its approval log. Nothing leaves without a human's yes.

- Send a token with every request: \`Authorization: Token <token>\` (\`Bearer\` is accepted too). It reaches the companies
  and has the scopes that it was made with. Start with \`GET /api/companies\`.
- What belongs to another company is answered exactly like what does not exist.
- Unknown query parameters and unknown body fields are refused and named, so that no slip is silently ignored; so is
  \`If-Match\` on a write that does not heed it. In a body, null counts as absent.
- Lists answer \`{count, page, page_size, data}\`: \`count\` is exact, \`page_size\` is the length of \`data\`, and a \`Link\`
  header (RFC 8288, relative to the request) leads through the pages.
- Times are RFC 3339 in UTC. In answers every key is present, null when empty; only the \`warnings\` of an approval and the
  members that one kind of problem has are left out where there are none.
- Every error is an \`application/problem+json\` document (RFC 9457) with a \`code\` for programs, a \`detail\` for people and
  the \`request_id\`.
- Every answer carries an \`X-Request-Id\`: the one that you sent (1 to 128 letters, digits and \`_.:-\`), or a
  new one. It stands in the approval log, too.
- A path that does not answer to a method is 405, and its \`Allow\` header names those that it answers to.
`.trim();

const TAGS = {
  Actions: 'The inbox: list, read and decide.',
  Recommendations: 'Propose: for agents, and the built-in policy.',
  'Approval log': 'What was done, by whom and why.',
  Ledger: 'Who owes what, and who decides.',
  Companies: 'What a token reaches.',
  Health: 'For load balancers and supervisors; no token is needed.',
};

/** The OpenAPI document, written from the code; the examples of requests and answers are put together from their fields'. */
export function documentOf(app: NestExpressApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Daybook')
    .setVersion('0.1.0')
    .setDescription(DESCRIPTION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addSecurity('token', {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: '`Token <token>`, made with `npm run cli -- token create`.',
    })
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'The same token, for clients that know Bearer only.',
    });
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return shareComponents(completeDocument(SwaggerModule.createDocument(app, builder.build())));
}

/** Swagger UI at /api/docs, the document at /api/openapi.json and /api/openapi.yaml. */
export function serveDocument(app: NestExpressApplication): void {
  app.use('/api/docs', documentPolicy);
  SwaggerModule.setup('api/docs', app, () => documentOf(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Daybook API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
