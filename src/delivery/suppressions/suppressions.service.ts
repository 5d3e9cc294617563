import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import { addressKey } from '../../input/email-input.js';
import { DomainError } from '../../problems/domain-error.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { type SuppressionRow, SuppressionsRepository } from './suppressions.repository.js';

/** The reason of a suppression that the sender adds. */
export const HARD_BOUNCE = 'hard_bounce';
/** The reason of a suppression that a client adds without one. */
const UNSTATED = 'manual';

/** The addresses to which a company sends no e-mail. */
@Injectable()
export class SuppressionsService {
  constructor(private readonly suppressions: SuppressionsRepository) {}

  list(company: CompanyId, request: PageRequest & { search?: string }): Promise<Page<SuppressionRow>> {
    return this.suppressions.list(company, request);
  }

  /** Returns the earlier suppression if the address is suppressed already. */
  add(company: CompanyId, email: string, reason = UNSTATED): Promise<SuppressionRow> {
    return this.suppressions.add(company, addressKey(email), reason);
  }

  /** @throws DomainError not_found */
  async remove(company: CompanyId, id: string): Promise<SuppressionRow> {
    const row = await this.suppressions.remove(company, id);
    if (!row) throw new DomainError('not_found');
    return row;
  }

  /** Whether one of the addresses is suppressed, in the open transaction. */
  async isAnySuppressed(company: CompanyId, emails: readonly string[]): Promise<boolean> {
    return (await this.suppressions.suppressedOf(company, emails.map(addressKey))).length > 0;
  }
}
