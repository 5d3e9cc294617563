import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { type Actor, actorOf, type Caller } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';

/** A request once its guards have admitted the caller. */
export type CallerRequest = Request & { user: Caller; company: CompanyId };

const requestOf = (context: ExecutionContext): CallerRequest => context.switchToHttp().getRequest();

export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => requestOf(context).user,
);

/** The company to which CompanyGuard admitted the caller. */
export const CompanyOf = createParamDecorator(
  (_: unknown, context: ExecutionContext): CompanyId => requestOf(context).company,
);

export const ActorOf = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { user, id } = requestOf(context);
  return actorOf(user, id);
});
