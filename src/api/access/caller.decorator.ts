import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Scope } from '../../tenancy/scopes.js';

/** Who a token speaks for. */
export interface Caller {
  tokenId: string;
  /** The client's name: the actor in every approval log. */
  name: string;
  scopes: readonly Scope[];
  companyIds: readonly string[];
}

/** Who does something, and in which request. */
export interface Actor {
  name: string;
  /** Null where no request asked for it. */
  requestId: string | null;
}

export type CallerRequest = Request & { user: Caller; company: CompanyId };

const requestOf = (context: ExecutionContext): CallerRequest => context.switchToHttp().getRequest();

export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => requestOf(context).user,
);

/** The company that the guard let the caller into. */
export const CompanyOf = createParamDecorator(
  (_: unknown, context: ExecutionContext): CompanyId => requestOf(context).company,
);

export const ActorOf = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { user, id } = requestOf(context);
  return { name: user.name, requestId: id };
});
