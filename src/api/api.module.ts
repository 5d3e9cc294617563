import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { OperationsModule } from '../operations/operations.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { AccessModule } from './access/access.module.js';
import { CompanyGuard } from './access/company.guard.js';
import { RateLimitGuard } from './access/rate-limit.guard.js';
import { TokenGuard } from './access/token.guard.js';
import { TokenStrategy } from './access/token.strategy.js';
import { CompaniesController } from './companies/companies.controller.js';
import { Connections } from './connections/connections.js';
import { HealthController } from './health.controller.js';
import { PublishedDocument } from './openapi/published-document.js';
import { IdempotencyInterceptor } from './request/idempotency.interceptor.js';
import { BodyMemory } from './request/body-memory.js';
import { InputGuard } from './request/input.guard.js';
import { JsonBodies } from './request/json-body.js';
import { WorkKindInterceptor } from './request/work-kind.interceptor.js';
import { LargeJsonInterceptor } from './response/large-json.interceptor.js';
import { ProblemFilter } from './response/problem.filter.js';
import { RootController } from './root.controller.js';

/** The HTTP API. Its guards and interceptors apply to every controller of every module, in this order. */
@Module({
  imports: [PassportModule, AccessModule, TenancyModule, OperationsModule],
  controllers: [RootController, HealthController, CompaniesController],
  providers: [
    Connections,
    PublishedDocument,
    TokenStrategy,
    BodyMemory,
    JsonBodies,
    { provide: APP_FILTER, useClass: ProblemFilter },
    // 401, then 429, 404 and 403, and the body last: a caller without access learns nothing about the request.
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: CompanyGuard },
    { provide: APP_GUARD, useClass: InputGuard },
    { provide: APP_INTERCEPTOR, useClass: LargeJsonInterceptor },
    // The kind of work comes before idempotency, which begins a transaction and so takes a connection.
    { provide: APP_INTERCEPTOR, useClass: WorkKindInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class ApiModule {}
