import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, tap } from 'rxjs';
import { DomainError } from '../domain-error.js';
import { Metrics } from '../observability/metrics.js';
import type { Command } from './action-lifecycle.js';

export const COMMAND = 'daybook:command';

/** Counts what comes of each command that gets as far as its action. */
@Injectable()
export class TransitionCounter implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly metrics: Metrics,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const command = this.reflector.get<Command>(COMMAND, context.getHandler());
    const count = (result: string) => this.metrics.transitions.inc({ command, result });
    return next.handle().pipe(
      tap({
        next: () => count('ok'),
        error: (error: unknown) => count(error instanceof DomainError ? error.code : 'error'),
      }),
    );
  }
}
