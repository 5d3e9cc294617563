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
 * Reads a JSON body; no body counts as {}. Rejects any other content type, because to ignore such a body could lose a person's
 * edit.
 * @throws DomainError too_large, unsupported_media_type, parse_error
 */
export async function readJsonBody(
  request: Request,
  response: Response,
  bulk: BulkBody | undefined,
): Promise<unknown> {
  const deadlineMs = bulk ? LIMITS.bulkDeadlineMs : LIMITS.deadlineMs;
  if (!hasBody(request.headers)) {
    if (bulk) extendDeadline(deadlineMs);
    return {};
  }
  const [read, limit] = bulk ? [readBulk, LIMITS.bulkBody] : [readOrdinary, LIMITS.body];
  // A slow client may take its time: the request holds no connection and no lock yet.
  extendDeadline(Infinity);
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: ReadingError) =>
      error ? reject(domainErrorOf(error, limit)) : resolve(),
    );
  });
  extendDeadline(deadlineMs);
  const text = request.body as string | undefined;
  if (!text) return {};
  const body = parse(text);
  return bulk?.exactNumbers && MANY_DIGITS.test(text) ? parse(withExactNumbers(text)) : body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the SyntaxError quotes the body.
    throw new DomainError('parse_error');
  }
}

/** A double keeps any decimal number of this many significant digits. */
const EXACT_DIGITS = 15;
const MANY_DIGITS = /\d[\d.]{15}/;
const ESCAPE_QUOTE_OR_NUMBER = /\\[^]|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Puts numbers that JavaScript would round into quotes, so that every digit of an amount is read. The text must be valid JSON.
 * Replaces token by token: a pattern for complete strings would be too slow, or exhaust the stack, for some of them.
 */
function withExactNumbers(text: string): string {
  let isInString = false;
  return text.replace(ESCAPE_QUOTE_OR_NUMBER, (token) => {
    if (token === '"') isInString = !isInString;
    const isNumber = !isInString && token !== '"';
    return isNumber && token.replace(/\D/g, '').length > EXACT_DIGITS ? `"${token}"` : token;
  });
}

function domainErrorOf(error: ReadingError, limit: number): DomainError {
  // A copy, because the reader has added a status to the original.
  if (error instanceof DomainError) return new DomainError(error.code, error.message);
  const { type, status } = error;
  if (status === 413) return new DomainError('too_large', `The body is larger than ${limit / 1024} KiB.`);
  return new DomainError(status === 415 ? 'unsupported_media_type' : 'parse_error', describe(type));
}

/** The detail for some types of error: the reader's own messages may quote the body. */
function describe(type?: string): string | undefined {
  if (type === 'charset.unsupported') return 'Send the body in UTF-8.';
  if (type === 'encoding.unsupported')
    return 'Send the body uncompressed, or with the encoding gzip, deflate or br.';
  return undefined;
}
