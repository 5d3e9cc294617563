import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../../problems/domain-error.js';
import { ACCESS, type Access } from './access.decorator.js';
import type { CallerRequest } from './caller.decorator.js';
import { mintCompanyId } from '../../tenancy/company-id.js';

/**
 * Scopes every request to the company of its path: 404 for one that the token does not reach, whether it exists or not,
 * then 403 for a missing scope. A handler that does not say who may call it is not served.
 */
@Injectable()
export class CompanyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access)
      throw new Error(
        `${context.getClass().name}.${context.getHandler().name} does not say who may call it.`,
      );
    if ('public' in access) return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const { user, params } = request;
    if (!access.acrossCompanies) {
      const company = mintCompanyId(user.companyIds, String(params.company_id));
      if (!company) throw new DomainError('not_found');
      request.company = company;
    }
    if (!user.scopes.includes(access.scope)) {
      throw new DomainError('permission_denied', `The token lacks the scope "${access.scope}".`);
    }
    return true;
  }
}
