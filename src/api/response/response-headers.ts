import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const NONE = ["'none'"];
const SELF = ["'self'"];

/** Forbids browsers to run, embed or reinterpret responses, because they are data. */
const SECURITY_HEADERS = headersOf(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: NONE, baseUri: NONE, formAction: NONE, frameAncestors: NONE },
    },
    // Subdomains may belong to other services.
    strictTransportSecurity: { includeSubDomains: false },
  }),
);

export function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
  next();
}

/** The headers that a middleware sets, which are the same for every response: helmet would make them anew with 14 functions. */
function headersOf(middleware: ReturnType<typeof helmet>): [name: string, value: string][] {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  middleware(response.req, response, () => {});
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/** Allows what Swagger UI needs: its own scripts and requests, and the styles and icons in its page. */
export const documentPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: NONE,
    baseUri: NONE,
    formAction: SELF,
    frameAncestors: NONE,
    scriptSrc: SELF,
    styleSrc: [...SELF, "'unsafe-inline'"],
    imgSrc: [...SELF, 'data:'],
    connectSrc: SELF,
  },
});

/** Allows the inbox page its own scripts, styles, images and requests; nothing inline, nothing from elsewhere, and no frame around it. */
export const pagePolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: NONE,
    baseUri: NONE,
    formAction: NONE,
    frameAncestors: NONE,
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: SELF,
    connectSrc: SELF,
    requireTrustedTypesFor: ["'script'"],
  },
});

/** The CORS options for browser clients on other origins: all methods and headers of the API. */
export const crossOrigin = (origins: string[]): CorsOptions => ({
  origin: origins,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'Last-Event-ID',
    'Prefer',
    'X-Request-Id',
  ],
  exposedHeaders: [
    'ETag',
    'Link',
    'Location',
    'X-Request-Id',
    'Retry-After',
    'RateLimit',
    'RateLimit-Policy',
    'Idempotency-Replayed',
  ],
  maxAge: 600,
});

/**
 * Forbids caching, and ignores If-None-Match: the ETag is the version of an action, which does not change with the name of the
 * customer or the amount of the invoice in the same response.
 */
export function disableCaching(request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  delete request.headers['if-none-match'];
  next();
}
