import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { identifyClaim } from '../database/pool/claim.js';
import { DomainError } from '../problems/domain-error.js';
import type { Caller } from './caller.js';
import { CompaniesRepository } from './companies.repository.js';
import { asCompanyId, type CompanyId } from './company-id.js';
import { lacksScope, type RequiredScope } from './scopes.js';

/**
 * Admits a caller to a company: the only way to a CompanyId, and so to the data of a company, for every kind of caller. From then
 * on the work takes connections of the company's share.
 * @throws DomainError not_found if the caller has no access to the company, whether it exists or not; then permission_denied
 */
export function admit(caller: Caller, companyId: string, scope: RequiredScope): CompanyId {
  const company = asCompanyId(caller.companyId, companyId);
  if (!company) throw new DomainError('not_found');
  checkScope(caller, scope);
  identifyClaim(caller.tokenId, company);
  return company;
}

/**
 * Admits a caller to an operation across its companies, which takes connections of the caller's own share.
 * @throws DomainError permission_denied
 */
export function admitAcrossCompanies(caller: Caller, scope: RequiredScope): void {
  checkScope(caller, scope);
  identifyClaim(caller.tokenId, null);
}

/**
 * Admits a person to the operations on their own session.
 * @throws DomainError not_authenticated for a token
 */
export function admitSession(caller: Caller): void {
  if (caller.contact?.proof !== 'session')
    throw new DomainError('not_authenticated', 'The operation needs the session of a person, not a token.');
  identifyClaim(caller.tokenId, null);
}

function checkScope({ scopes, contact }: Caller, scope: RequiredScope): void {
  const accepted = [scope].flat();
  if (accepted.some((one) => scopes.includes(one))) return;
  throw lacksScope(accepted[0]!, contact?.proof === 'session' ? 'Your role' : 'The token');
}

/** Admits the operator, at the command line and in background work, to any company that exists. */
@Injectable()
export class OperatorAdmission {
  constructor(private readonly companies: CompaniesRepository) {}

  /** @throws DomainError not_found */
  async admit(companyId: string): Promise<CompanyId> {
    const exists = isUUID(companyId, 'loose') && (await this.companies.has(companyId));
    const company = exists && asCompanyId(companyId.toLowerCase(), companyId);
    if (!company) throw new DomainError('not_found', `There is no company ${companyId}.`);
    return company;
  }
}
