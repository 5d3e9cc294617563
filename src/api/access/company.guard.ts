import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { admit, admitAcrossCompanies, admitSession } from '../../tenancy/admission.js';
import { ACCESS, type Access } from './access.decorator.js';
import type { CallerRequest } from './caller.decorator.js';

/** Admits the caller to the company of the path (see admission.ts). */
@Injectable()
export class CompanyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access) {
      const handler = `${context.getClass().name}.${context.getHandler().name}`;
      throw new Error(`${handler} has no access decorator.`);
    }
    if ('public' in access) return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const { user, params } = request;
    if ('session' in access) admitSession(user);
    else if (access.acrossCompanies) admitAcrossCompanies(user, access.scope);
    else request.company = admit(user, String(params.company_id), access.scope);
    return true;
  }
}
