import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Response } from 'express';
import { DomainError } from '../../problems/domain-error.js';
import { ACCESS, type Access } from './access.decorator.js';
import { AuthFailures } from './auth-failures.js';
import type { CallerRequest } from './caller.decorator.js';
import { SessionRequests } from './session-requests.js';
import { TokenStrategy } from './token.strategy.js';

/**
 * Requires a valid token, or the cookie of a session. Otherwise 401, which is the same for malformed, unknown, expired and revoked
 * tokens, or 429 after too many failures from the same address.
 */
@Injectable()
export class TokenGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly failures: AuthFailures,
    private readonly sessions: SessionRequests,
    strategy: TokenStrategy,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<CallerRequest>(), http.getResponse<Response>()];
    if (access && 'public' in access) {
      if (access.isLogin) await this.failures.assertAllowed(request, response);
      return true;
    }
    const secret = this.sessions.secretOf(request);
    if (secret !== undefined) this.sessions.assertOwnOrigin(request);
    // The page asks for its session when nobody is logged in. That costs no query, so it is no failure.
    else if (access && 'session' in access && request.headers.authorization === undefined)
      throw new DomainError('not_authenticated', 'Log in first.');
    await this.failures.assertAllowed(request, response, credentialsOf(request, secret));
    if (secret === undefined) return super.canActivate(context) as Promise<boolean>;
    request.user = this.accepted(await this.sessions.authenticate(request, secret), request, secret);
    return true;
  }

  override handleRequest<User>(
    error: unknown,
    caller: User,
    _info: unknown,
    context: ExecutionContext,
  ): User {
    if (error) throw error as Error;
    return this.accepted(caller, context.switchToHttp().getRequest<CallerRequest>());
  }

  /** @throws DomainError without a caller */
  private accepted<User>(caller: User | null | false, request: CallerRequest, secret?: string): User {
    const credentials = credentialsOf(request, secret);
    if (caller) {
      this.failures.succeeded(credentials);
      return caller;
    }
    this.failures.failed(request, credentials);
    if (secret !== undefined)
      throw new DomainError('authentication_failed', 'The session has ended. Log in again.');
    const { authorization } = request.headers;
    throw new DomainError(authorization === undefined ? 'not_authenticated' : 'authentication_failed');
  }
}

const credentialsOf = ({ headers }: CallerRequest, secret: string | undefined): string =>
  headers.authorization ?? secret ?? '';
