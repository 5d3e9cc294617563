import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import express, { type Request, type Response } from 'express';
import { extendDeadline } from '../../time/deadline.js';
import { DomainError } from '../../problems/domain-error.js';
import type { BulkBody } from './bulk.decorator.js';
import { LIMITS } from '../../limits.js';

const readerOf = (limit: number) =>
  express.text({
    limit,
    type: () => true,
    verify: (request, _response, buffer, charset) => {
      const isJson = isJsonType(request.headers) && charset.startsWith('utf-');
      if (buffer.length > 0 && !isJson) throw new DomainError('unsupported_media_type');
      if (!isUtf8(buffer)) throw new DomainError('parse_error', 'The body is not valid UTF-8.');
    },
  });
const readOrdinary = readerOf(LIMITS.body);
const readBulk = readerOf(LIMITS.bulkBody);

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

type ReadingError = DomainError | { type?: string; status?: number };

const isJsonType = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

/**
 * Reads a JSON body; anything else is refused, for a body that is not read would be a human's edit that is lost. None is
 * read as {}.
 * @throws DomainError too_large, unsupported_media_type, parse_error
 */
export async function readJsonBody(
  request: Request,
  response: Response,
  bulk: BulkBody | undefined,
): Promise<unknown> {
  const patienceMs = bulk ? LIMITS.bulkAnswerMs : LIMITS.answerMs;
  if (!hasBody(request.headers)) {
    if (bulk) extendDeadline(patienceMs);
    return {};
  }
  const [read, limit] = bulk ? [readBulk, LIMITS.bulkBody] : [readOrdinary, LIMITS.body];
  // However slow the client is: nothing of ours waits for it.
  extendDeadline(Infinity);
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: ReadingError) =>
      error ? reject(problemDocument(error, limit)) : resolve(),
    );
  });
  extendDeadline(patienceMs);
  const text = request.body as string | undefined;
  if (!text) return {};
  const body = parse(text);
  return bulk?.exactNumbers && MANY_DIGITS.test(text) ? parse(withExactNumbers(text)) : body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message quotes the body.
    throw new DomainError('parse_error');
  }
}

/** So many significant digits survive in a double; one more may not. */
const EXACT_DIGITS = 15;
const MANY_DIGITS = /\d[\d.]{15}/;
const ESCAPE_QUOTE_OR_NUMBER = /\\[^]|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Puts numbers that JavaScript would round into quotes, so that an amount is read digit by digit as it was sent. Of good JSON
 * alone, and token by token: a pattern for whole strings would take for ever, or run out of stack, on some.
 */
function withExactNumbers(text: string): string {
  let isInText = false;
  return text.replace(ESCAPE_QUOTE_OR_NUMBER, (token) => {
    if (token === '"') isInText = !isInText;
    const isNumber = !isInText && token !== '"';
    return isNumber && token.replace(/\D/g, '').length > EXACT_DIGITS ? `"${token}"` : token;
  });
}

function problemDocument(error: ReadingError, limit: number): DomainError {
  // A new one, for the reader wrote a status on the old one.
  if (error instanceof DomainError) return new DomainError(error.code, error.message);
  const { type, status } = error;
  if (status === 413) return new DomainError('too_large', `The body is larger than ${limit / 1024} KiB.`);
  return new DomainError(status === 415 ? 'unsupported_media_type' : 'parse_error', describe(type));
}

/** The reader's own sentences quote the body, so only the kind of failure is passed on. */
function describe(type?: string): string | undefined {
  if (type === 'charset.unsupported') return 'Send the body in UTF-8.';
  if (type === 'encoding.unsupported') return 'Send the body plain, or in gzip, deflate or br encoding.';
  return undefined;
}
