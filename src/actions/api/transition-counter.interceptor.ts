import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, tap } from 'rxjs';
import { DomainError } from '../../problems/domain-error.js';
import { Metrics } from '../../observability/metrics.js';
import type { Command } from '../lifecycle/transitions.js';

export const COMMAND = 'daybook:command';

interface BulkResponse {
  results: { error: { code: string } | null }[];
}

/** Counts the result of each command on each action. Requests that a guard or the validation refuses are not counted. */
@Injectable()
export class TransitionCounter implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly metrics: Metrics,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<Partial<BulkResponse>>): Observable<unknown> {
    const command = this.reflector.get<Command>(COMMAND, context.getHandler());
    const count = (result: string) => this.metrics.transitions.inc({ command, result });
    return next.handle().pipe(
      tap({
        next: ({ results }) => {
          if (results) for (const { error } of results) count(error?.code ?? 'ok');
          else count('ok');
        },
        error: (error: unknown) => count(error instanceof DomainError ? error.code : 'error'),
      }),
    );
  }
}
