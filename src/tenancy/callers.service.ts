import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { TokensService } from './tokens.service.js';

/** The callers of work that lasts longer than a request, however they were authenticated. */
@Injectable()
export class CallersService {
  constructor(
    private readonly tokens: TokensService,
    private readonly sessions: SessionsService,
  ) {}

  /** The caller as its token or session is now; null if that has ended. */
  renew(caller: Caller): Promise<Caller | null> {
    return caller.contact?.proof === 'session' ? this.sessions.renew(caller) : this.tokens.renew(caller);
  }
}
