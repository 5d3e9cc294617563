import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Login } from '../../api/access/access.decorator.js';
import { AuthFailures } from '../../api/access/auth-failures.js';
import { Cookies, SESSION_COOKIE } from '../../api/access/cookies.js';
import { SessionRequests } from '../../api/access/session-requests.js';
import { FreeQuery } from '../../api/request/free-query.decorator.js';
import { LIMITS } from '../../limits.js';
import { LOG, type Log } from '../../observability/log.js';
import { Metrics } from '../../observability/metrics.js';
import { DomainError } from '../../problems/domain-error.js';
import { extendDeadline } from '../../time/deadline.js';
import { OidcQuery } from '../dto/oidc.query.js';
import { LoginService } from '../login.service.js';
import { LoginError } from './oidc-errors.js';
import { OidcProvider, type PendingLogin } from './oidc-provider.js';
import { isReturnPath } from './return-path.js';

const PENDING_COOKIE = 'daybook-oidc';

/** What the cookie holds while the person is at the provider. */
interface Pending extends PendingLogin {
  returnTo: string;
  /** In milliseconds since 1970. */
  until: number;
}

/** The two steps of a log-in with the OpenID provider, which browsers open. They are not part of the documented API. */
@ApiExcludeController()
@Controller('api/session/oidc')
export class OidcController {
  constructor(
    private readonly provider: OidcProvider,
    private readonly login: LoginService,
    private readonly requests: SessionRequests,
    private readonly cookies: Cookies,
    private readonly failures: AuthFailures,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Redirects to the provider. A person whose provider is down gets the page of the log-in with the error; a program a 503. */
  @Get()
  @Login()
  async begin(
    @Query() { return_to = '/', other_account = false }: OidcQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    this.assertConfigured();
    extendDeadline(LIMITS.oidcDeadlineMs);
    try {
      const { url, pending } = await this.provider.begin(other_account);
      const until = Date.now() + LIMITS.oidcLoginMs;
      const kept: Pending = { ...pending, returnTo: return_to, until };
      const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
      this.cookies.set(request, response, PENDING_COOKIE, value, new Date(until));
      response.redirect(url);
    } catch (error) {
      if (!(error instanceof LoginError)) throw error;
      if (request.accepts(['json', 'html']) === 'html') return this.fail(response, error);
      this.logFailure(error);
      throw new DomainError('service_unavailable', 'The login provider does not respond; retry later.');
    }
  }

  @Get('callback')
  @Login()
  @FreeQuery()
  async complete(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.assertConfigured();
    extendDeadline(LIMITS.oidcDeadlineMs);
    const pending = pendingOf(this.cookies.read(request, PENDING_COOKIE));
    this.cookies.clear(request, response, PENDING_COOKIE);
    try {
      if (!pending) throw new LoginError('login_expired');
      const person = await this.provider.complete(request.originalUrl, pending);
      const { secret, endsAt } = await this.login.byIdentity(person, this.requests.secretOf(request));
      this.failures.succeeded(secret);
      this.cookies.set(request, response, SESSION_COOKIE, secret, endsAt);
      response.redirect(pending.returnTo);
    } catch (error) {
      if (!(error instanceof LoginError)) throw error;
      this.failures.failed(request);
      this.fail(response, error);
    }
  }

  private assertConfigured(): void {
    if (!this.provider.isConfigured)
      throw new DomainError('not_found', 'This installation has no OpenID provider.');
  }

  private fail(response: Response, error: LoginError): void {
    this.logFailure(error);
    response.redirect(`/login?error=${error.code}`);
  }

  private logFailure({ code, cause }: LoginError): void {
    this.metrics.logins.inc({ by: 'oidc', result: code });
    this.log.warn({ reason: code, err: cause }, 'a log-in with the OpenID provider failed');
  }
}

/** The content of the cookie, unless it is missing, too old or not ours. */
function pendingOf(cookie: string | undefined): Pending | undefined {
  if (cookie === undefined) return undefined;
  try {
    const kept = JSON.parse(Buffer.from(cookie, 'base64url').toString()) as Partial<Pending>;
    const texts = [kept.state, kept.nonce, kept.codeVerifier];
    const isComplete =
      texts.every((text) => typeof text === 'string' && text !== '') && isReturnPath(kept.returnTo);
    return isComplete && Number(kept.until) > Date.now() ? (kept as Pending) : undefined;
  } catch {
    return undefined;
  }
}
