import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import type { Request, Response } from 'express';
import { Config } from '../../config.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';

/**
 * Slows down guessing. An address with too many 401s in a minute is answered 429 before a token is looked up, so that
 * guesses cost no query. But a token that was good in this process before is looked up all the same: whoever works with
 * one is never locked out by a stranger behind the same NAT or proxy. Only a token that is used here for the first time
 * waits for the next minute. It is all in the process's memory: each process counts for itself, and forgets on its end.
 */
@Injectable()
export class AuthFailures {
  private readonly limit: number;
  private readonly failures = new MemoryStore();
  /** Digests of the credentials that were good, the oldest first: a proof that the client knows a secret, none of its validity. */
  private readonly known = new Set<string>();

  constructor({ AUTH_FAILURES_PER_MINUTE }: Config) {
    this.limit = AUTH_FAILURES_PER_MINUTE;
    this.failures.init({ windowMs: LIMITS.rateWindowMs } as Options);
  }

  /** @throws DomainError throttled, with Retry-After set */
  async admit(request: Request, response: Response): Promise<void> {
    if (this.limit === 0 || this.known.has(digestOf(request))) return;
    const counted = await this.failures.get(addressOf(request));
    if (!counted || counted.totalHits < this.limit) return;
    const wait = Math.ceil((counted.resetTime!.getTime() - Date.now()) / 1_000);
    response.set('Retry-After', String(Math.max(wait, 1)));
    throw new DomainError('throttled', 'Too many requests without a valid token came from your address.');
  }

  /** Keeps the credentials for the next time. */
  succeeded(request: Request): void {
    if (this.limit === 0) return;
    this.known.add(digestOf(request));
    if (this.known.size > LIMITS.knownCredentials) this.known.delete(this.known.values().next().value!);
  }

  failed(request: Request): void {
    if (this.limit === 0) return;
    this.known.delete(digestOf(request));
    void this.failures.increment(addressOf(request));
  }
}

const digestOf = ({ headers }: Request): string => hash('sha256', headers.authorization ?? '', 'base64url');

/** Of IPv6 the network, for one client has the whole of it. A connection that is gone already has no address. */
const addressOf = ({ ip }: Request): string => (ip ? ipKeyGenerator(ip) : 'gone');
