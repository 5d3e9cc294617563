import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../../problems/domain-error.js';
import { ACCESS, type Access } from './access.decorator.js';
import { AuthFailures } from './auth-failures.js';
import type { CallerRequest } from './caller.decorator.js';
import { TokenStrategy } from './token.strategy.js';

/**
 * Requires a valid token. Otherwise 401, which is the same for malformed, unknown, expired and revoked tokens, or 429 after too
 * many failures from the same address.
 */
@Injectable()
export class TokenGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly failures: AuthFailures,
    strategy: TokenStrategy,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access && 'public' in access) return true;
    const http = context.switchToHttp();
    await this.failures.assertAllowed(http.getRequest(), http.getResponse());
    return super.canActivate(context) as Promise<boolean>;
  }

  override handleRequest<Caller>(
    error: unknown,
    caller: Caller,
    _info: unknown,
    context: ExecutionContext,
  ): Caller {
    if (error) throw error as Error;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    if (caller) {
      this.failures.succeeded(request);
      return caller;
    }
    this.failures.failed(request);
    const { authorization } = request.headers;
    throw new DomainError(authorization === undefined ? 'not_authenticated' : 'authentication_failed');
  }
}
