import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { CompanyQueue } from '../../tenancy/company-queue.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { SERIALIZED } from './serialize-per-company.decorator.js';

/** Enters the company's queue before the idempotency interceptor begins a transaction. */
@Injectable()
export class CompanyQueueInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly queue: CompanyQueue,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get<true | undefined>(SERIALIZED, context.getHandler())) return next.handle();
    const { company } = context.switchToHttp().getRequest<CallerRequest>();
    return from(this.queue.enter(company, () => lastValueFrom(next.handle())));
  }
}
