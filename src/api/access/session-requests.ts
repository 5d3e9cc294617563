import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Config } from '../../config/config.js';
import { DomainError } from '../../problems/domain-error.js';
import type { Caller } from '../../tenancy/caller.js';
import { SessionsService } from '../../tenancy/sessions/sessions.service.js';
import { Cookies, SESSION_COOKIE } from './cookies.js';
import { isOwnOrigin } from './own-origin.js';

/** Methods that change nothing. SameSite=Lax lets other sites make browsers send GET with the cookie. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Requests with the cookie of a session instead of a token. */
@Injectable()
export class SessionRequests {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  /** The secret of the session, unless the request has a token, which comes first. */
  secretOf(request: Request): string | undefined {
    return request.headers.authorization === undefined
      ? this.cookies.read(request, SESSION_COOKIE)
      : undefined;
  }

  /** @throws DomainError permission_denied for a write that a page of another site may have sent */
  assertOwnOrigin(request: Request): void {
    if (SAFE.includes(request.method) || this.isOwn(request)) return;
    throw new DomainError(
      'permission_denied',
      'A session can write only from the pages of this server (Origin).',
    );
  }

  /** The same for a log-in, which programs may send too: they send neither header. */
  assertOwnOriginIfBrowser(request: Request): void {
    const { origin, 'sec-fetch-site': fetchSite } = request.headers;
    if (origin !== undefined || fetchSite !== undefined) this.assertOwnOrigin(request);
  }

  /** The caller of a session; null if it is unknown or has ended. */
  authenticate(request: Request, secret: string): Promise<Caller | null> {
    const { company_id } = request.params as { company_id?: string };
    return this.sessions.authenticate(secret, company_id);
  }

  private isOwn({ headers }: Request): boolean {
    const { origin, 'sec-fetch-site': fetchSite, host } = headers;
    return isOwnOrigin({ origin, fetchSite, host }, this.config.PUBLIC_URL);
  }
}
