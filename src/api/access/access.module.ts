import { Module } from '@nestjs/common';
import { TenancyModule } from '../../tenancy/tenancy.module.js';
import { AuthFailures } from './auth-failures.js';
import { Cookies } from './cookies.js';
import { SessionRequests } from './session-requests.js';

/** What guards and the log-in share. */
@Module({
  imports: [TenancyModule],
  providers: [AuthFailures, Cookies, SessionRequests],
  exports: [AuthFailures, Cookies, SessionRequests],
})
export class AccessModule {}
