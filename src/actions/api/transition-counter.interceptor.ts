import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, tap } from 'rxjs';
import { Transactions } from '../../database/transactions.js';
import { DomainError } from '../../problems/domain-error.js';
import { Metrics } from '../../observability/metrics.js';
import type { Command } from '../lifecycle/transitions.js';

export const COMMAND = 'daybook:command';

interface BulkResponse {
  results: { error: { code: string } | null }[];
}

/**
 * Counts the result of each command on each action. Requests that a guard or the validation refuses are not counted. With an
 * Idempotency-Key, the transaction is still open when the handler returns, so results are counted after the commit.
 */
@Injectable()
export class TransitionCounter implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<Partial<BulkResponse>>): Observable<unknown> {
    const command = this.reflector.get<Command>(COMMAND, context.getHandler());
    const failure = this.transactions.committed().then(
      () => null,
      (error: unknown) => [resultOf(error)],
    );
    const count = (results: string[]): void =>
      void failure.then((failed) => {
        for (const result of failed ?? results) this.metrics.transitions.inc({ command, result });
      });
    return next.handle().pipe(
      tap({
        next: ({ results }) => count(results?.map(({ error }) => error?.code ?? 'ok') ?? ['ok']),
        error: (error: unknown) => count([resultOf(error)]),
      }),
    );
  }
}

const resultOf = (error: unknown): string => (error instanceof DomainError ? error.code : 'error');
