import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { failpoint } from '../database/failpoints.js';
import { BATCH_ROWS, inBatches } from '../database/in-batches.js';
import { Transactions } from '../database/transactions.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import { problemDocument } from '../problems/problem.js';
import { Clock } from '../time/clock.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import { StoredResponseLimits } from './stored-response-limits.js';

/** How long a response is stored. */
export const RETENTION_MS = 24 * 3_600_000;

/** The format of a key, which the OpenAPI document states too. */
export const IDEMPOTENCY_KEY_FORMAT = /^[\x20-\x7e]{1,255}$/;

const CLAIM = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS claimed';
const HAS_IDENTITY = 'company_id = $1 AND api_token_id = $2 AND operation = $3 AND key = $4';
const FIND = `
  SELECT request_sha256 AS "requestSha256", status, etag, body FROM idempotency_key WHERE ${HAS_IDENTITY} AND created_at > $5`;
/** Replaces an expired response. */
const STORE = `
  INSERT INTO idempotency_key (company_id, api_token_id, operation, key, request_sha256, status, etag, body, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (company_id, api_token_id, operation, key) DO UPDATE SET request_sha256 = excluded.request_sha256,
    status = excluded.status, etag = excluded.etag, body = excluded.body, created_at = excluded.created_at`;

const SWEEP = `
  DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_key WHERE created_at < $1 ORDER BY created_at LIMIT ${BATCH_ROWS}))`;

/** Responses that were stored before the clock was set back are kept for 24 hours from now, not until the clock has caught up. */
const REDATE = `
  UPDATE idempotency_key SET created_at = $1 WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_key WHERE created_at > $1 LIMIT ${BATCH_ROWS}))`;

/** A request that has at most one effect: the key counts for its company, token and operation. */
export interface IdempotentRequest {
  identity: Pick<IdempotencyKey, 'companyId' | 'apiTokenId' | 'operation' | 'key'>;
  /** SHA-256 of the rest of the request. */
  sha256: string;
  requestId: string;
}

export type StoredResponse = Pick<IdempotencyKey, 'status' | 'etag' | 'body'>;
type ComparedResponse = StoredResponse & Pick<IdempotencyKey, 'requestSha256'>;

/** The errors of an idempotency key; empty if it is valid. */
export function idempotencyKeyErrors(key: unknown): FieldError[] {
  if (IDEMPOTENCY_KEY_FORMAT.test(String(key))) return [];
  const detail = 'Idempotency-Key must have 1 to 255 printable ASCII characters.';
  return [{ in: 'header', field: 'Idempotency-Key', code: 'format', detail }];
}

@Injectable()
export class Idempotency {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly limits: StoredResponseLimits,
  ) {}

  /**
   * Performs work once. Its response is stored in the same transaction, and so is an `invalid_state` problem. Any other error
   * stores nothing, so that the request can be retried.
   * @param toResponse converts a result to the response to store
   * @returns the result, or the stored response of an earlier request
   * @throws DomainError idempotency_in_flight, idempotency_mismatch, throttled, or what the work throws
   */
  async run<T>(
    request: IdempotentRequest,
    work: () => Promise<T>,
    toResponse: (result: T) => StoredResponse | Promise<StoredResponse>,
  ): Promise<{ result: T } | { stored: StoredResponse }> {
    const outcome = await this.transactions.runReadingFirst(async () => {
      const [isClaimed, stored, usage] = await Promise.all([
        this.claim(request),
        this.findStored(request),
        this.limits.usageOf(request.identity),
      ]);
      if (!isClaimed) throw new DomainError('idempotency_in_flight');
      if (stored) return { stored: checked(stored, request) };
      await this.limits.assertRoom(request.identity, usage);
      try {
        const result = await work();
        await this.store(request, await toResponse(result));
        return { result };
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'invalid_state')) throw error;
        const problem = problemDocument(error, request.requestId);
        const response = { status: problem.status, etag: null, body: JSON.stringify(problem) };
        await this.store(request, response);
        return { refusal: error };
      }
    });
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome;
  }

  /** Deletes expired responses. */
  async sweep(): Promise<void> {
    await inBatches(this.dataSource, SWEEP, [this.oldest()]);
    await inBatches(this.dataSource, REDATE, [this.clock.now()]);
    await this.limits.sweep();
  }

  /**
   * Whether no concurrent duplicate is in flight, which is rejected at once: without the lock it would wait until the first request
   * commits its unique row.
   */
  private async claim({ identity }: IdempotentRequest): Promise<boolean> {
    const [claim] = await this.transactions.send<{ claimed: boolean }>(CLAIM, [JSON.stringify(identity)]);
    return claim!.claimed;
  }

  private async findStored({ identity }: IdempotentRequest): Promise<ComparedResponse | undefined> {
    const [stored] = await this.transactions.send<ComparedResponse>(FIND, [
      ...valuesOf(identity),
      this.oldest(),
    ]);
    return stored;
  }

  /** Nobody waits for the result: it settles before the commit. */
  private async store({ identity, sha256 }: IdempotentRequest, response: StoredResponse): Promise<void> {
    const { status, etag, body } = response;
    const values = [...valuesOf(identity), sha256, status, etag, body, this.clock.now()];
    const stored = Promise.all([this.transactions.send(STORE, values), this.limits.add(identity, body)]);
    await this.transactions.settleBeforeCommit(stored);
    failpoint('after-stored-answer');
  }

  /** When the oldest response that still counts was stored. */
  private oldest(): Date {
    return new Date(this.clock.now().getTime() - RETENTION_MS);
  }
}

const valuesOf = ({ companyId, apiTokenId, operation, key }: IdempotentRequest['identity']): string[] => [
  companyId,
  apiTokenId,
  operation,
  key,
];

/** @throws DomainError idempotency_mismatch */
function checked(
  { requestSha256, ...stored }: ComparedResponse,
  { sha256 }: IdempotentRequest,
): StoredResponse {
  if (requestSha256 !== sha256) throw new DomainError('idempotency_mismatch');
  return stored;
}
