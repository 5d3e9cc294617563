import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { runAs } from '../../database/pool/claim.js';
import { BULK } from './bulk.decorator.js';
import { SERIALIZED } from './serialize-per-company.decorator.js';

/** Sets the kind of the request's work before the idempotency interceptor begins a transaction, which takes a connection. */
@Injectable()
export class WorkKindInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const has = (key: string) => this.reflector.get<unknown>(key, context.getHandler()) !== undefined;
    const kind = has(SERIALIZED) ? 'serialized' : has(BULK) ? 'bulk' : undefined;
    return kind ? from(runAs(kind, () => lastValueFrom(next.handle()))) : next.handle();
  }
}
