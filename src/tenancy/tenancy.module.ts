import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AuthFailures } from '../api/access/auth-failures.js';
import { CompaniesController } from '../api/companies/companies.controller.js';
import { CompaniesRepository } from './companies.repository.js';
import { CompaniesService } from './companies.service.js';
import { CompanyGuard } from '../api/access/company.guard.js';
import { InTurnInterceptor } from '../api/request/in-turn.interceptor.js';
import { RateLimitGuard } from '../api/access/rate-limit.guard.js';
import { TokenGuard } from '../api/access/token.guard.js';
import { TokenStrategy } from '../api/access/token.strategy.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  imports: [PassportModule],
  controllers: [CompaniesController],
  providers: [
    CompaniesService,
    CompaniesRepository,
    TokensService,
    TokensRepository,
    TokenStrategy,
    AuthFailures,
    // Global guards run in this order, for every controller there is and will be: 401 before 429 before 404 before 403.
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: CompanyGuard },
    // Before that of idempotency, which begins a transaction.
    { provide: APP_INTERCEPTOR, useClass: InTurnInterceptor },
  ],
  exports: [CompaniesService, TokensService],
})
export class TenancyModule {}
