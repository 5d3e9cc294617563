import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError } from '../domain-error.js';
import { LIMITS } from './limits.js';

const parse = express.json({
  limit: LIMITS.body,
  // Scalars pass here, so that they get the same answer as arrays: a body is an object.
  strict: false,
  type: () => true,
  verify: (request, _response, buffer) => {
    if (buffer.length > 0 && !isJson(request.headers)) throw new DomainError('unsupported_media_type');
    if (!isUtf8(buffer)) throw new DomainError('parse_error', 'The body is not valid UTF-8.');
  },
});

type ReadingError = DomainError | { type?: string; status?: number };

const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

/** Reads a JSON body; anything else is refused, for a body that is not read would be a human's edit that is lost. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  parse(request, response, (error?: ReadingError) => {
    if (request.body === undefined) request.body = {};
    next(error && problemOf(error));
  });
}

function problemOf(error: ReadingError): DomainError {
  // A new one, for the reader wrote a status on the old one.
  if (error instanceof DomainError) return new DomainError(error.code, error.message);
  const { type, status } = error;
  if (status === 413) {
    return new DomainError('too_large', `The body is larger than ${LIMITS.body / 1024} KiB.`);
  }
  return new DomainError(status === 415 ? 'unsupported_media_type' : 'parse_error', describe(type));
}

/** The reader's own sentences quote the body, so only the kind of failure is passed on. */
function describe(type?: string): string | undefined {
  if (type === 'charset.unsupported') return 'Send the body in UTF-8.';
  if (type === 'encoding.unsupported') return 'Send the body plain, or in gzip, deflate or br encoding.';
  return undefined;
}
