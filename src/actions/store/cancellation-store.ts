import { Injectable } from '@nestjs/common';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CancellationReason } from '../../ledger/writes/invoice-changes.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Reason } from '../lifecycle/reasons.js';
import { isExpired } from '../lifecycle/refusals.js';
import { RecommendationEvents } from '../events/recommendation-events.js';
import { ActionStore } from './action-store.js';
import { closeRecommendations } from './close-recommendations.js';
import type { LockedAction } from './locked-action.js';
import type { Cause } from './locked-actions.js';
import {
  CLOSE,
  CLOSE_ON_INVOICES,
  UNDECIDED_ON_ALL_OF_CUSTOMER,
  UNDECIDED_ON_INVOICE,
  UNFINISHED_ON_INVOICES,
} from './recommendation-sql.js';

export interface Cancellation {
  /** By the database's clock. */
  at: Date;
  /** One for each action that was cancelled for the reason of its invoice. */
  reasons: CancellationReason[];
}

/**
 * Cancels actions for what happens to their invoice or customer, and closes their recommendations. Every method runs in the open
 * transaction, under the company's lock.
 */
@Injectable()
export class CancellationStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly actions: ActionStore,
    private readonly events: RecommendationEvents,
  ) {}

  /**
   * Cancels the unfinished actions on invoices, approved ones included unless somebody is delivering them, and closes their
   * recommendations.
   * @param reasons by invoice id
   */
  async cancelOnInvoices(
    company: CompanyId,
    reasons: ReadonlyMap<string, CancellationReason>,
    cause: Cause,
  ): Promise<Cancellation> {
    const invoiceIds = [...reasons.keys()];
    const ids = await this.find(UNFINISHED_ON_INVOICES, company, invoiceIds);
    const cancellation = await this.actions.update(company, ids, async (locked) => {
      const unfinished = locked.unfinished();
      const reasonOf = ({ invoiceId }: Readonly<LockedAction>) => reasons.get(invoiceId!)!;
      const cancelled = unfinished
        .filter((action) => !isExpired(action, locked.now) && !locked.isInProgress(action))
        .map(reasonOf);
      await locked.endAll(unfinished, 'cancel', reasonOf, cause);
      return { at: locked.now, reasons: cancelled };
    });
    await this.close(CLOSE_ON_INVOICES, company, invoiceIds, cause, cancellation.at);
    return cancellation;
  }

  /**
   * Cancels the undecided actions on an invoice, or on a customer and all its invoices, and closes their recommendations. Approved
   * actions stay.
   * @returns the number of actions that were cancelled for the reason: those that had expired have their own
   */
  async cancelUndecided(
    company: CompanyId,
    subject: { invoiceId: string } | { customerId: string },
    reason: Reason,
    cause: Cause,
  ): Promise<number> {
    const ids = await ('invoiceId' in subject
      ? this.find(UNDECIDED_ON_INVOICE, company, subject.invoiceId)
      : this.find(UNDECIDED_ON_ALL_OF_CUSTOMER, company, subject.customerId));
    const { count, recommendationIds, now } = await this.actions.update(company, ids, async (locked) => {
      const undecided = locked.undecided();
      const count = undecided.filter((action) => !isExpired(action, locked.now)).length;
      const recommendationIds = new Set(undecided.flatMap(({ recommendationId }) => recommendationId ?? []));
      await locked.endAll(undecided, 'cancel', () => reason, cause);
      return { count, recommendationIds, now: locked.now };
    });
    await this.close(CLOSE, company, [...recommendationIds], cause, now);
    return count;
  }

  private async close(
    statement: string,
    company: CompanyId,
    ids: readonly string[],
    cause: Cause,
    now: Date,
  ): Promise<void> {
    const closed = await closeRecommendations(this.transactions.manager, statement, company, ids, now);
    await this.events.superseded(company, closed, cause, now);
  }

  private find(statement: string, company: CompanyId, value: unknown): Promise<string[]> {
    return selectIds(this.transactions.manager, statement, [company, value]);
  }
}
