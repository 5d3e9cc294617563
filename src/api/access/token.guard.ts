import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../../problems/domain-error.js';
import { ACCESS, type Access } from './access.decorator.js';
import { AuthFailures } from './auth-failures.js';
import type { CallerRequest } from './caller.decorator.js';
import { TokenStrategy } from './token.strategy.js';

/**
 * 401 unless a live token comes with the request; malformed, unknown, expired and revoked ones are told alike. 429 where
 * too many 401s went to the same address.
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
    await this.failures.admit(http.getRequest(), http.getResponse());
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
