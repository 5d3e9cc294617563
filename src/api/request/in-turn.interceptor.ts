import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import pLimit, { type LimitFunction } from 'p-limit';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { assertBeforeDeadline } from '../../time/deadline.js';
import { LIMITS } from '../../limits.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { IN_TURN } from './in-turn.decorator.js';

/**
 * Lets requests that would wait for their company's lock wait here, before they take a connection: one company's long import
 * would otherwise hold the whole pool, and with it every other company.
 */
@Injectable()
export class InTurnInterceptor implements NestInterceptor {
  /** As many as there are companies, at most: the guard lets no other in. */
  private readonly turns = new Map<CompanyId, LimitFunction>();

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.reflector.get<true | undefined>(IN_TURN, context.getHandler())) return next.handle();
    const { company } = context.switchToHttp().getRequest<CallerRequest>();
    return from(
      this.turnOf(company)(() => {
        // It may have been given up while it waited.
        assertBeforeDeadline();
        return lastValueFrom(next.handle());
      }),
    );
  }

  private turnOf(company: CompanyId): LimitFunction {
    const turn = this.turns.get(company) ?? pLimit(LIMITS.turns);
    this.turns.set(company, turn);
    return turn;
  }
}
