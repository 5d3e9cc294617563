import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import { Transactions } from '../../database/transactions.js';
import type { EventType } from '../../events/event-types.js';
import { Outbox } from '../../events/outbox.js';
import { addressKey } from '../../input/email-input.js';
import { DomainError } from '../../problems/domain-error.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { SuppressionResponse } from './dto/suppression.dto.js';
import { type SuppressionRow, SuppressionsRepository } from './suppressions.repository.js';

/** The reason of a suppression that the sender adds. */
export const HARD_BOUNCE = 'hard_bounce';
/** The reason of a suppression that a client adds without one. */
const UNSTATED = 'manual';

/** The addresses to which a company sends no e-mail. */
@Injectable()
export class SuppressionsService {
  constructor(
    private readonly suppressions: SuppressionsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  list(company: CompanyId, request: PageRequest & { search?: string }): Promise<Page<SuppressionRow>> {
    return this.suppressions.list(company, request);
  }

  /** Returns the earlier suppression if the address is suppressed already. */
  add(
    company: CompanyId,
    { email, reason = UNSTATED }: { email: string; reason?: string },
    actor: Actor,
  ): Promise<SuppressionRow> {
    return this.transactions.run(async () => {
      const { row, isNew } = await this.suppressions.add(company, addressKey(email), reason);
      if (isNew) await this.append(company, 'suppression.added', row, actor);
      return row;
    });
  }

  /** @throws DomainError not_found */
  remove(company: CompanyId, id: string, actor: Actor): Promise<SuppressionRow> {
    return this.transactions.run(async () => {
      const row = await this.suppressions.remove(company, id);
      if (!row) throw new DomainError('not_found');
      await this.append(company, 'suppression.removed', row, actor);
      return row;
    });
  }

  /** Whether one of the addresses is suppressed, in the open transaction. */
  async isAnySuppressed(company: CompanyId, emails: readonly string[]): Promise<boolean> {
    return (await this.suppressions.suppressedOf(company, emails.map(addressKey))).length > 0;
  }

  private async append(
    company: CompanyId,
    type: EventType,
    row: SuppressionRow,
    actor: Actor,
  ): Promise<void> {
    const at = await this.clock.databaseNow(this.transactions.manager);
    await this.outbox.append(company, [{ type, actor, data: SuppressionResponse.from(row), at }]);
  }
}
