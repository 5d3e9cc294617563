import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import type { Request, Response } from 'express';
import { Config } from '../../config/config.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';

/**
 * Limits failed authentications per address. Above the limit, requests get 429 without a look-up of their token, so that guesses
 * cost no query. A token or a session that was valid before in this process is exempt, so that clients are not locked out by others behind the
 * same NAT or proxy; only one that is new to this process must wait. All counts are in the memory of this process.
 */
@Injectable()
export class AuthFailures {
  private readonly limit: number;
  private readonly failures = new MemoryStore();
  /** Digests of credentials that were valid, oldest first. They may have expired since, so they are still authenticated. */
  private readonly remembered = new Set<string>();

  constructor({ AUTH_FAILURES_PER_MINUTE }: Config) {
    this.limit = AUTH_FAILURES_PER_MINUTE;
    this.failures.init({ windowMs: LIMITS.rateWindowMs } as Options);
  }

  /**
   * @param credentials of the request; none for a log-in
   * @throws DomainError throttled, after it has set Retry-After on the response
   */
  async assertAllowed(request: Request, response: Response, credentials = ''): Promise<void> {
    if (this.limit === 0 || this.remembered.has(digestOf(credentials))) return;
    const counted = await this.failures.get(addressOf(request));
    if (!counted || counted.totalHits < this.limit) return;
    const waitSeconds = Math.ceil((counted.resetTime!.getTime() - Date.now()) / 1_000);
    response.set('Retry-After', String(Math.max(waitSeconds, 1)));
    throw new DomainError('throttled', 'Too many failed authentications from your address.');
  }

  /** Remembers the credentials of a successful authentication. */
  succeeded(credentials: string): void {
    if (this.limit === 0) return;
    this.remembered.add(digestOf(credentials));
    if (this.remembered.size <= LIMITS.rememberedTokens) return;
    this.remembered.delete(this.remembered.values().next().value!);
  }

  /** Counts a failed authentication, and forgets the credentials. */
  failed(request: Request, credentials = ''): void {
    if (this.limit === 0) return;
    this.remembered.delete(digestOf(credentials));
    void this.failures.increment(addressOf(request));
  }
}

const digestOf = (credentials: string): string => hash('sha256', credentials, 'base64url');

/** For IPv6 the network, because a client can use all of its addresses. A closed connection has no address. */
export const addressOf = ({ ip }: Request): string => (ip ? ipKeyGenerator(ip) : 'none');
