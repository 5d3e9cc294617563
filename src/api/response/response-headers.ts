import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const NONE = ["'none'"];
const SELF = ["'self'"];

/** What browsers may do with answers: nothing, for they are data. */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: NONE, baseUri: NONE, formAction: NONE, frameAncestors: NONE },
  },
  // Other hosts under ours are not ours to speak for.
  strictTransportSecurity: { includeSubDomains: false },
});

/** What Swagger UI needs beyond that: its own scripts and requests, and the styles and icons inside its page. */
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

/** For the browsers of a tool that is served elsewhere: all that the API hears and says in headers. */
export const crossOrigin = (origins: string[]): CorsOptions => ({
  origin: origins,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
  exposedHeaders: [
    'ETag',
    'Link',
    'X-Request-Id',
    'Retry-After',
    'RateLimit',
    'RateLimit-Policy',
    'Idempotency-Replayed',
  ],
  maxAge: 600,
});

/**
 * Data is kept by no cache. Nor is a client told that what it has is still good: an ETag names the version of an action
 * alone, not the customer's name or the invoice's amount beside it.
 */
export function alwaysFresh(request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  delete request.headers['if-none-match'];
  next();
}
