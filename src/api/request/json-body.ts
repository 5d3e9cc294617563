import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { extendDeadline } from '../../time/deadline.js';
import { DomainError } from '../../problems/domain-error.js';
import { parseJson } from '../../input/json/parse-json.js';
import type { ShapeRules } from '../../input/shape.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { BodyMemory } from './body-memory.js';
import type { BulkBody } from './bulk.decorator.js';
import { LIMITS } from '../../limits.js';

const readerOf = (limit: number) => express.raw({ limit, type: () => true });
const readOrdinary = readerOf(LIMITS.body);
const readBulk = readerOf(LIMITS.bulkBody);
const readPublic = readerOf(LIMITS.publicBody);

/** The rules for the values in a body. */
export const jsonRules = (bulk: BulkBody | undefined): ShapeRules & { maxValues: number } => ({
  maxValues: bulk ? LIMITS.bulkValues : LIMITS.values,
  ...bulk,
});

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

type ReadingError = { type?: string; status?: number };

/** Whether the body is declared as JSON in UTF-8, the only encoding of JSON between systems (RFC 8259). */
function isJson({ 'content-type': type = '' }: IncomingHttpHeaders): boolean {
  const charsets = [...type.matchAll(/;\s*charset\s*=\s*"?([^\s;"]*)/gi)].map(([, name]) => name!);
  return /^application\/json\s*(;|$)/i.test(type) && charsets.every((name) => name.toLowerCase() === 'utf-8');
}

@Injectable()
export class JsonBodies {
  constructor(private readonly memory: BodyMemory) {}

  /**
   * Reads a JSON body; no body counts as {}. Rejects any other content type, because to ignore such a body could lose a person's
   * edit. Waits with the reading until there is memory for the body, which is given back with the response.
   * @throws DomainError too_large, unsupported_media_type, parse_error, invalid, throttled
   */
  async read(request: Request, response: Response, bulk: BulkBody | undefined): Promise<unknown> {
    const deadlineMs = bulk ? LIMITS.bulkDeadlineMs : LIMITS.deadlineMs;
    const { headers } = request;
    if (!hasBody(headers)) {
      if (bulk) extendDeadline(deadlineMs);
      return {};
    }
    const [read, limit] = readerFor(request, bulk);
    const declaredBytes = Number(headers['content-length'] ?? NaN);
    if (declaredBytes > 0 && !isJson(headers)) throw new DomainError('unsupported_media_type');
    if (declaredBytes > limit) throw tooLarge(limit);
    // A slow client may take its time: the request holds no connection and no lock yet.
    extendDeadline(Infinity);
    const isCompressed = headers['content-encoding'] !== undefined;
    const mostBytes = Number.isNaN(declaredBytes) || isCompressed ? limit : declaredBytes;
    const claim = this.memory.claim(sharesOf(request), mostBytes, bulk ? LIMITS.bodyWaitMs : deadlineMs);
    // A client may have disconnected before.
    if (response.closed) claim.release();
    else response.once('close', claim.release);
    await claim.granted.catch((error: unknown) => {
      response.set('Retry-After', '2');
      throw error as DomainError;
    });
    await new Promise<void>((resolve, reject) => {
      read(request, response, (error?: ReadingError) =>
        error ? reject(domainErrorOf(error, limit)) : resolve(),
      );
    });
    extendDeadline(deadlineMs);
    const bytes = request.body as Buffer | undefined;
    request.body = undefined;
    claim.shrinkTo(bytes?.length ?? 0);
    if (!bytes?.length) return {};
    if (!isJson(headers)) throw new DomainError('unsupported_media_type');
    if (!isUtf8(bytes)) throw new DomainError('parse_error', 'The body is not valid UTF-8.');
    return parseJson(bytes, jsonRules(bulk));
  }
}

function readerFor(request: Request, bulk: BulkBody | undefined) {
  if (bulk) return [readBulk, LIMITS.bulkBody] as const;
  // Before a log-in anybody can send a body.
  const { user } = request as Partial<CallerRequest>;
  return user ? ([readOrdinary, LIMITS.body] as const) : ([readPublic, LIMITS.publicBody] as const);
}

/** The shares of the memory that a body counts for. Bodies that nobody must send, such as of a health check, have one together. */
function sharesOf(request: Request): Map<string, number> {
  const { user, company } = request as Partial<CallerRequest>;
  const shares = new Map<string, number>([[`token ${user?.tokenId ?? 'none'}`, LIMITS.bodyBytesPerToken]]);
  if (company) shares.set(`company ${company}`, LIMITS.bodyBytesPerCompany);
  return shares;
}

const tooLarge = (limit: number): DomainError =>
  new DomainError('too_large', `The body is larger than ${limit / 1024} KiB.`);

function domainErrorOf({ type, status }: ReadingError, limit: number): DomainError {
  if (status === 413) return tooLarge(limit);
  return new DomainError(status === 415 ? 'unsupported_media_type' : 'parse_error', describe(type));
}

/** The detail for some types of error: the reader's own messages may quote the body. */
function describe(type?: string): string | undefined {
  if (type !== 'encoding.unsupported') return undefined;
  return 'Send the body uncompressed, or with the encoding gzip, deflate or br.';
}
