import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-http-bearer';
import { TokensService } from '../../tenancy/tokens.service.js';
import { countHeader } from '../request/request-headers.js';
import type { Caller } from '../../tenancy/caller.js';

const CREDENTIALS = /^(?:Token|Bearer) (\S+)$/i;

/** Reads `Authorization: Token …` or `Bearer …`. */
@Injectable()
export class TokenStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly tokens: TokensService) {
    super({ passReqToCallback: true });
    // Passport registers strategies by name for the whole process, which may run several applications.
    this.name = `token ${randomUUID()}`;
    passport.use(this);
  }

  /** Passes on only a normalized header and the path, because passport-http-bearer also reads ?access_token= and the body. */
  override authenticate(request: Request): void {
    // Node keeps only the first of several headers; a proxy may have checked another one.
    const isSingle = countHeader(request, 'authorization') === 1;
    const token = isSingle ? CREDENTIALS.exec(request.headers.authorization!)?.[1] : undefined;
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    super.authenticate({ headers, params: request.params } as Request);
  }

  validate({ params }: Request<{ company_id?: string }>, token: string): Promise<Caller | null> {
    return this.tokens.authenticate(token, params.company_id);
  }
}
