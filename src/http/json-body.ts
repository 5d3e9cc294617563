import { isUtf8 } from 'node:buffer';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError } from '../domain-error.js';
import { LIMITS } from './limits.js';

const parse = express.json({
  limit: LIMITS.body,
  // Scalars pass here, so that they get the same answer as arrays: a body is an object.
  strict: false,
  type: () => true,
  verify: (_request, _response, buffer) => {
    if (!isUtf8(buffer)) throw new Error('The body is not UTF-8.');
  },
});

/** Reads a JSON body; anything else is refused, for a body that is not read would be a human's edit that is lost. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (hasBody && !/^application\/json\s*(;|$)/i.test(request.get('content-type') ?? '')) {
    return next(new DomainError('unsupported_media_type'));
  }
  parse(request, response, (error?: { type?: string; status?: number }) => {
    if (request.body === undefined) request.body = {};
    next(error && problemOf(error));
  });
}

function problemOf({ type, status }: { type?: string; status?: number }): DomainError {
  if (status === 413) {
    return new DomainError('too_large', `The body is larger than ${LIMITS.body / 1024} KiB.`);
  }
  return new DomainError(status === 415 ? 'unsupported_media_type' : 'parse_error', describe(type));
}

/** The reader's own sentences quote the body, so only the kind of failure is passed on. */
function describe(type?: string): string | undefined {
  if (type === 'charset.unsupported') return 'Send the body in UTF-8.';
  if (type === 'encoding.unsupported') return 'Send the body plain, or in gzip, deflate or br encoding.';
  if (type === 'entity.verify.failed') return 'The body is not valid UTF-8.';
  return undefined;
}
