import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Transactions } from '../database/transactions.js';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import { Clock } from '../time/clock.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';

const HOUR_MS = 3_600_000;
/** How long the responses of an hour count: until the last of them is no longer stored. */
const COUNTED_MS = 25 * HOUR_MS;

type Holder = Pick<IdempotencyKey, 'companyId' | 'apiTokenId'>;

/** Of the responses that count. `oldest` is the start of the oldest hour. */
interface Usage {
  responses: number;
  bytes: number;
  oldest: Date;
}

/** Reads a few rows for each hour and token, however many responses are stored. */
const USAGE = `
  SELECT coalesce(sum(responses), 0)::float AS responses, coalesce(sum(bytes), 0)::float AS bytes, min(hour) AS oldest
  FROM idempotency_usage WHERE company_id = $1 AND hour > $2`;
const USAGE_OF_TOKEN = `${USAGE} AND api_token_id = $3`;

/**
 * Adds to a row that no other transaction has locked, and inserts one if there is none: waiting for a locked row would make
 * transactions of a token commit one after the other.
 */
const ADD = `
  WITH unlocked AS (
    SELECT id FROM idempotency_usage WHERE company_id = $2 AND hour = $4 AND api_token_id = $3
    LIMIT 1 FOR UPDATE SKIP LOCKED),
  updated AS (
    UPDATE idempotency_usage SET responses = responses + 1, bytes = bytes + $5
    WHERE id = (SELECT id FROM unlocked) RETURNING id)
  INSERT INTO idempotency_usage (id, company_id, api_token_id, hour, responses, bytes)
  SELECT $1, $2, $3, $4, 1, $5 WHERE NOT EXISTS (SELECT FROM updated)`;

const SWEEP = 'DELETE FROM idempotency_usage WHERE hour <= $1';

/** Like the responses themselves, they count for 24 hours from now if the clock was set back. */
const REDATE = 'UPDATE idempotency_usage SET hour = $1 WHERE hour > $1';

/**
 * Bounds the responses that a token and a company store within 24 hours. At the bound, new keys are refused before any work: an
 * older response that was deleted instead could not be returned to its client, whose retry would then have a second effect.
 */
@Injectable()
export class StoredResponseLimits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** What the company of a request has stored, for `assertRoom()`. */
  async usageOf({ companyId }: Holder): Promise<Usage> {
    const [ofCompany] = await this.transactions.send<Usage>(USAGE, [companyId, this.since()]);
    return ofCompany!;
  }

  /**
   * Requests that are in progress at the same time can exceed the bound by their own responses.
   * @throws DomainError throttled
   */
  async assertRoom({ companyId, apiTokenId }: Holder, ofCompany: Usage): Promise<void> {
    assertBelow(ofCompany, 'company');
    // What a company stores is at most what its tokens store, so the second look is rare.
    if (!reaches(ofCompany, 'token')) return;
    const [ofToken] = await this.transactions.send<Usage>(USAGE_OF_TOKEN, [
      companyId,
      this.since(),
      apiTokenId,
    ]);
    assertBelow(ofToken!, 'token');
  }

  /** Counts a response in the transaction that stores it. */
  async add({ companyId, apiTokenId }: Holder, body: string): Promise<void> {
    await this.transactions.send(ADD, [
      uuidv7(),
      companyId,
      apiTokenId,
      this.hour(),
      Buffer.byteLength(body),
    ]);
  }

  async sweep(): Promise<void> {
    await this.dataSource.query(SWEEP, [this.since()]);
    await this.dataSource.query(REDATE, [this.hour()]);
  }

  private hour(): Date {
    return new Date(Math.floor(this.clock.now().getTime() / HOUR_MS) * HOUR_MS);
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - COUNTED_MS);
  }
}

type Share = 'token' | 'company';

const reaches = ({ responses, bytes }: Usage, share: Share): boolean =>
  responses >= LIMITS.storedResponses[share] || bytes >= LIMITS.storedResponseBytes[share];

function assertBelow(usage: Usage, share: Share): void {
  if (!reaches(usage, share)) return;
  const detail =
    `The ${share} has stored too many responses for idempotency keys in 24 hours. Earlier keys still get their responses; ` +
    'new ones are accepted again after the number of seconds in Retry-After.';
  const retryAt = new Date(usage.oldest.getTime() + COUNTED_MS).toISOString();
  throw new DomainError('throttled', detail, { retry_at: retryAt });
}
