import type { NextFunction, Request, Response } from 'express';

/** No answer is kept by clients (no-store), so none is "not modified"; Express would say so to whoever sends `If-None-Match: *`. */
export function unconditional(request: Request, _response: Response, next: NextFunction): void {
  delete request.headers['if-none-match'];
  delete request.headers['if-modified-since'];
  next();
}
