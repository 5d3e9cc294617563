import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express, Response } from 'express';
import { dump } from 'js-yaml';
import { documentPolicy } from '../response/response-headers.js';
import { documentOf } from './document.js';
import { operationsSorter, requestInterceptor } from './swagger-ui.js';

interface File {
  bytes: Buffer;
  etag: string;
}

/**
 * The OpenAPI document as the API serves it: at /api/openapi.json, at /api/openapi.yaml, and by Swagger UI at /api/docs. It is
 * generated and serialized once, because both block the process, and anybody can request it without a token.
 */
@Injectable()
export class PublishedDocument {
  private document?: OpenAPIObject;
  private json?: File;
  private yaml?: File;

  serve(app: NestExpressApplication): void {
    app.use('/api/docs', documentPolicy);
    SwaggerModule.setup('api/docs', app, () => this.documentOf(app), {
      raw: false,
      customSiteTitle: 'Daybook API',
      swaggerOptions: {
        persistAuthorization: true,
        displayRequestDuration: true,
        operationsSorter,
        requestInterceptor,
      },
    });
    const express: Express = app.getHttpAdapter().getInstance();
    express.get('/api/openapi.json', (_, response) => send(response, 'application/json', this.jsonOf(app)));
    express.get('/api/openapi.yaml', (_, response) => send(response, 'text/yaml', this.yamlOf(app)));
  }

  /** Generates the document before the first request for it, which would delay others. */
  prepare(app: NestExpressApplication): void {
    this.jsonOf(app);
    this.yamlOf(app);
  }

  private documentOf(app: NestExpressApplication): OpenAPIObject {
    return (this.document ??= documentOf(app));
  }

  private jsonOf(app: NestExpressApplication): File {
    return (this.json ??= fileOf(JSON.stringify(this.documentOf(app))));
  }

  private yamlOf(app: NestExpressApplication): File {
    return (this.yaml ??= fileOf(dump(this.documentOf(app), { skipInvalid: true, noRefs: true })));
  }
}

function fileOf(text: string): File {
  const bytes = Buffer.from(text);
  return { bytes, etag: `"${hash('sha256', bytes, 'base64url')}"` };
}

/** Express responds with 304 if the client has the same version. */
function send(response: Response, type: string, { bytes, etag }: File): void {
  response.set({ ETag: etag, 'Cache-Control': 'no-cache' }).type(type).send(bytes);
}
