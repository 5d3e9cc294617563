import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { addWebhooks } from './add-webhooks.js';
import { completeDocument } from './complete-document.js';
import { extendSchemas } from './extend-schemas.js';
import { INTRODUCTION } from './introduction.js';
import { shareComponents } from './share-components.js';
import { sortOperations } from './sort-operations.js';

const TAGS = {
  Companies: 'The companies that the token can access, and their settings.',
  Actions: 'The inbox: list, read, edit and decide actions.',
  Recommendations: 'Recommend actions: for agents, and the built-in dunning policy.',
  Delivery: 'The sending of approved e-mails, and addresses that get none.',
  Events: 'What happened, in order: to catch up, or live.',
  Webhooks: 'URLs to which events are posted, and the deliveries of events to them.',
  'Approval log': 'The record of decisions: what was done, by whom and why.',
  Ledger: 'Customers, invoices and contacts, and receivables aging.',
  Session: 'Logs people in and out. Programs use tokens.',
  Health: 'Probes for load balancers and supervisors, without a token.',
};

/** The OpenAPI document, generated from the decorators of the controllers and DTOs. */
export function documentOf(app: NestExpressApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Daybook')
    .setVersion('0.1.0')
    .setDescription(INTRODUCTION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    // First, because Swagger UI sends what is in its first field: a token without a prefix.
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'Paste the token alone, without a prefix.',
    })
    .addSecurity('token', {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'The same token as the whole header: `Token <token>`. This page adds a missing prefix.',
    })
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-daybook',
      description:
        'The session of a person who has logged in. Writes need an `Origin` of this server. Without https, the name is `daybook-<port>`.',
    });
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const described = completeDocument(SwaggerModule.createDocument(app, builder.build()));
  return shareComponents(extendSchemas(sortOperations(addWebhooks(described), Object.keys(TAGS))));
}
