import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { addressOf, AuthFailures } from '../api/access/auth-failures.js';
import { CallerOf } from '../api/access/caller.decorator.js';
import { Cookies, SESSION_COOKIE } from '../api/access/cookies.js';
import { SessionRequests } from '../api/access/session-requests.js';
import { LoginOperation, PublicOperation, SessionOperation } from '../api/openapi/operation.decorator.js';
import { Config } from '../config/config.js';
import { publicUrl } from '../config/public-url.js';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import type { Caller } from '../tenancy/caller.js';
import { ChangeCompanyInput, LinkRequestInput, LogInInput } from './dto/session.input.js';
import { LinkRequestResponse, SessionOptionsResponse, SessionResponse } from './dto/session.response.js';
import { LinkMails } from './links/link-mails.service.js';
import { LoginService } from './login.service.js';
import { OidcProvider } from './oidc/oidc-provider.js';

@ApiTags('Session')
@Controller('api')
export class SessionController {
  constructor(
    private readonly login: LoginService,
    private readonly mails: LinkMails,
    private readonly oidc: OidcProvider,
    private readonly requests: SessionRequests,
    private readonly cookies: Cookies,
    private readonly failures: AuthFailures,
    private readonly config: Config,
  ) {}

  @Get('session')
  @SessionOperation({
    id: 'getSession',
    summary: 'Show the session',
    description:
      'Returns who is logged in with the cookie of the request, as which contact of which company.',
    response: SessionResponse,
    responseDescription: 'The session.',
  })
  async get(@CallerOf() { tokenId }: Caller): Promise<SessionResponse> {
    return SessionResponse.from(await this.login.view(tokenId));
  }

  @Get('session/options')
  @PublicOperation({
    id: 'getSessionOptions',
    summary: 'List ways to log in',
    description:
      'Returns how people can log in to this installation, besides with a one-time link of its operator.',
    response: SessionOptionsResponse,
    responseDescription: 'The ways to log in.',
  })
  options(): SessionOptionsResponse {
    return { oidc: this.oidc.isConfigured, mail_links: this.mails.isOffered };
  }

  @Post('session')
  @HttpCode(200)
  @LoginOperation({
    id: 'logIn',
    summary: 'Log in with a one-time link',
    description:
      'Uses a one-time link, and begins a session, whose cookie is in the response. A session that the request has ends.',
    response: SessionResponse,
    responseDescription: 'The new session.',
    problems: ['authentication_failed'],
  })
  async logIn(
    @Body() { link }: LogInInput,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionResponse> {
    this.requests.assertOwnOriginIfBrowser(request);
    const previous = this.requests.secretOf(request);
    const { id, secret, endsAt } = await this.login.byLink(link, previous).catch((error: unknown) => {
      if (error instanceof DomainError) this.failures.failed(request);
      throw error;
    });
    this.failures.succeeded(secret);
    const view = await this.login.view(id);
    this.cookies.set(request, response, SESSION_COOKIE, secret, endsAt);
    return SessionResponse.from(view);
  }

  @Post('session/links')
  @HttpCode(202)
  @LoginOperation({
    id: 'requestLoginLink',
    summary: 'Request a one-time link',
    description:
      'Mails a one-time link to a contact with this e-mail address. The response does not tell whether there is one. ' +
      'Where no e-mails are sent, the response is 404.',
    response: LinkRequestResponse,
    responseDescription: 'A link is sent if the address belongs to a contact that can log in.',
    statuses: { 202: '' },
    problems: ['not_found'],
  })
  async requestLink(
    @Body() { email }: LinkRequestInput,
    @Req() request: Request,
  ): Promise<LinkRequestResponse> {
    this.requests.assertOwnOriginIfBrowser(request);
    const url = publicUrl(this.config, request.socket.localPort);
    await this.mails.request({ email, from: addressOf(request), publicUrl: url });
    return { valid_seconds: LIMITS.mailedLinkMs / 1_000 };
  }

  @Put('session/company')
  @SessionOperation({
    id: 'changeSessionCompany',
    summary: 'Change the company',
    description:
      'Continues the session in another company of the same person, with the role of the person there. Only people who log in with an ' +
      'OpenID provider have several.',
    response: SessionResponse,
    responseDescription: 'The session in the other company.',
    problems: ['not_found'],
  })
  async changeCompany(
    @CallerOf() { tokenId }: Caller,
    @Body() { company_id }: ChangeCompanyInput,
  ): Promise<SessionResponse> {
    return SessionResponse.from(await this.login.changeCompany(tokenId, company_id));
  }

  @Delete('session')
  @HttpCode(204)
  @SessionOperation({
    id: 'logOut',
    summary: 'Log out',
    description: 'Ends the session of the request. Its event streams end within 30 seconds.',
    response: null,
    responseDescription: 'The session has ended.',
    statuses: { 204: '' },
  })
  async logOut(
    @CallerOf() { tokenId }: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.login.logOut(tokenId);
    this.cookies.clear(request, response, SESSION_COOKIE);
  }

  @Delete('sessions')
  @HttpCode(204)
  @SessionOperation({
    id: 'logOutEverywhere',
    summary: 'Log out everywhere',
    description:
      'Ends all sessions of the person in all browsers, and the one-time links that were not used.',
    response: null,
    responseDescription: 'The sessions have ended.',
    statuses: { 204: '' },
  })
  async logOutEverywhere(
    @CallerOf() { tokenId }: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.login.logOutEverywhere(tokenId);
    this.cookies.clear(request, response, SESSION_COOKIE);
  }
}
