import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { Config } from '../../config.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';
import type { CallerRequest } from './caller.decorator.js';

/**
 * Lets each token make so many requests a minute, in this process: the counts are in its memory. The answers tell how many
 * are left as the IETF's draft 8 has it, the one that names the policy and is to become the standard.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter?: RateLimitRequestHandler;

  constructor({ RATE_LIMIT_PER_MINUTE: limit }: Config) {
    if (limit === 0) return;
    const detail = `This token has made its ${limit.toLocaleString('en')} requests of this minute.`;
    this.limiter = rateLimit({
      windowMs: LIMITS.rateWindowMs,
      limit,
      identifier: 'per-token',
      keyGenerator: (request) => (request as CallerRequest).user.tokenId,
      handler: (_request, _response, next) => next(new DomainError('throttled', detail)),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // It would print what it thinks of our settings.
      validate: false,
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Partial<CallerRequest> & Request>();
    // Whoever got here without a caller asked for what is public.
    if (!this.limiter || !request.user) return true;
    const { limiter } = this;
    const refusal = await new Promise<unknown>(
      (next) => void limiter(request, http.getResponse<Response>(), next),
    );
    if (refusal) throw refusal;
    return true;
  }
}
