import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { failpoint } from '../database/failpoints.js';
import { BATCH_ROWS, inBatches } from '../database/in-batches.js';
import { Transactions } from '../database/transactions.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import { problemDocument } from '../problems/problem.js';
import { Clock } from '../time/clock.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { StoredResponseLimits } from './stored-response-limits.js';

/** How long a response is stored. */
export const RETENTION_MS = 24 * 3_600_000;

/** The format of a key, which the OpenAPI document states too. */
export const IDEMPOTENCY_KEY_FORMAT = /^[\x20-\x7e]{1,255}$/;
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
    const outcome = await this.transactions.run(async (manager) => {
      await this.claim(manager, request);
      const stored = await this.findStored(manager, request);
      if (stored) return { stored };
      await this.limits.assertRoom(manager, request.identity);
      try {
        const result = await work();
        await this.store(manager, request, await toResponse(result));
        return { result };
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'invalid_state')) throw error;
        const problem = problemDocument(error, request.requestId);
        const response = { status: problem.status, etag: null, body: JSON.stringify(problem) };
        await this.store(manager, request, response);
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

  /** Rejects a concurrent duplicate at once: without the lock it would wait until the first request commits its unique row. */
  private async claim(manager: EntityManager, { identity }: IdempotentRequest): Promise<void> {
    const statement = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS claimed';
    const [{ claimed }] = await manager.query<[{ claimed: boolean }]>(statement, [JSON.stringify(identity)]);
    if (!claimed) throw new DomainError('idempotency_in_flight');
  }

  private async findStored(
    manager: EntityManager,
    { identity, sha256 }: IdempotentRequest,
  ): Promise<StoredResponse | null> {
    const where = { ...identity, createdAt: MoreThan(this.oldest()) };
    const stored = await manager.findOneBy(IdempotencyKey, where);
    if (stored && stored.requestSha256 !== sha256) throw new DomainError('idempotency_mismatch');
    return stored;
  }

  private async store(
    manager: EntityManager,
    { identity, sha256 }: IdempotentRequest,
    response: StoredResponse,
  ): Promise<void> {
    const row = { ...identity, requestSha256: sha256, ...response, createdAt: this.clock.now() };
    await manager.upsert(IdempotencyKey, row, ['companyId', 'apiTokenId', 'operation', 'key']);
    await this.limits.add(manager, identity, response.body);
    failpoint('after-stored-answer');
  }

  /** When the oldest response that still counts was stored. */
  private oldest(): Date {
    return new Date(this.clock.now().getTime() - RETENTION_MS);
  }
}
