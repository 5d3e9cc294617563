import type { NextFunction, Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';

declare module 'express-serve-static-core' {
  interface Request {
    id: string;
  }
}

/**
 * Names each request: the caller's own X-Request-Id where it is a plain one, otherwise a new one; the answer repeats it.
 * The name is logged, so a token, sent there by mistake, is none.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  request.id = given && /^(?!.*dbk_)[\w.:-]{1,128}$/.test(given) ? given : uuidv7();
  response.set('X-Request-Id', request.id);
  next();
}
