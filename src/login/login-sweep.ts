import { Injectable } from '@nestjs/common';
import { SessionsService } from '../tenancy/sessions/sessions.service.js';
import { LoginLinks } from './links/login-links.service.js';

/** Deletes ended sessions and expired links, which count for nothing before that either. */
@Injectable()
export class LoginSweep {
  constructor(
    private readonly sessions: SessionsService,
    private readonly links: LoginLinks,
  ) {}

  async run(): Promise<void> {
    await this.sessions.sweep();
    await this.links.sweep();
  }
}
