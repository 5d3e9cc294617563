import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { Config } from '../../config/config.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';
import type { CallerRequest } from './caller.decorator.js';

/**
 * Limits the requests of each token and of each session per minute. The counts are in the memory of this process. Responses have the RateLimit and
 * RateLimit-Policy headers of draft 8 of the IETF's specification.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter?: RateLimitRequestHandler;

  constructor({ RATE_LIMIT_PER_MINUTE: limit }: Config) {
    if (limit === 0) return;
    const detailOf = (request: CallerRequest): string => {
      const who = request.user.contact?.proof === 'session' ? 'Your session' : 'The token';
      return `${who} has reached its limit of ${limit.toLocaleString('en')} requests per minute.`;
    };
    this.limiter = rateLimit({
      windowMs: LIMITS.rateWindowMs,
      limit,
      identifier: 'per-token',
      keyGenerator: (request) => (request as CallerRequest).user.tokenId,
      handler: (request, _response, next) =>
        next(new DomainError('throttled', detailOf(request as CallerRequest))),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // Otherwise express-rate-limit prints warnings about these settings.
      validate: false,
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Partial<CallerRequest> & Request>();
    // Public handlers have no caller.
    if (!this.limiter || !request.user) return true;
    const { limiter } = this;
    const refusal = await new Promise<unknown>(
      (next) => void limiter(request, http.getResponse<Response>(), next),
    );
    if (refusal) throw refusal;
    return true;
  }
}
