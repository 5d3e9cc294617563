import type { NextFunction, Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { SECRET_PREFIX } from '../../tenancy/token-format.js';

declare module 'express-serve-static-core' {
  interface Request {
    id: string;
  }
}

/**
 * Sets the id of each request: the caller's X-Request-Id if it is valid, otherwise a new one. The response repeats it. Ids are
 * logged, so one that contains a secret is replaced.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const sent = request.get('x-request-id');
  request.id = sent && /^[\w.:-]{1,128}$/.test(sent) && !SECRET_PREFIX.test(sent) ? sent : uuidv7();
  response.set('X-Request-Id', request.id);
  next();
}
