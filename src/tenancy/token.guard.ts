import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../domain-error.js';
import { ACCESS, type Access } from './access.decorator.js';
import type { CallerRequest } from './caller.decorator.js';
import { TokenStrategy } from './token.strategy.js';

/** 401 unless a live token comes with the request; malformed, unknown, expired and revoked ones are told alike. */
@Injectable()
export class TokenGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    strategy: TokenStrategy,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  override canActivate(context: ExecutionContext) {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    return access && 'public' in access ? true : super.canActivate(context);
  }

  override handleRequest<Caller>(
    error: unknown,
    caller: Caller,
    _info: unknown,
    context: ExecutionContext,
  ): Caller {
    if (error) throw error as Error;
    if (caller) return caller;
    const { authorization } = context.switchToHttp().getRequest<CallerRequest>().headers;
    throw new DomainError(authorization === undefined ? 'not_authenticated' : 'authentication_failed');
  }
}
