import { Injectable } from '@nestjs/common';
import { CancellationStore } from '../actions/store/cancellation-store.js';
import { type FoundHold, HoldStore, type HoldSubject, type HoldTerms } from '../ledger/holds/hold-store.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import { Clock } from '../time/clock.js';
import { HoldEvents } from './hold-events.js';

export interface HoldResult {
  hold: FoundHold;
  /** The number of undecided actions that the hold cancelled. */
  cancelledActions: number;
}

/** Pauses the collection of an invoice, or of a customer with all its invoices, and resumes it. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly holds: HoldStore,
    private readonly events: HoldEvents,
    private readonly ledger: LedgerService,
    private readonly cancellations: CancellationStore,
    private readonly queue: CompanyQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets a hold, or replaces it; the same terms again change nothing. Cancels the undecided actions in the same transaction. Proposals
   * take the same lock: they come before the hold, which cancels them, or after it, and are refused.
   * @throws DomainError not_found, invalid (until is not in the future)
   */
  set(company: CompanyId, subject: HoldSubject, terms: HoldTerms, actor: Actor): Promise<HoldResult> {
    return this.queue.serialize(company, async (manager) => {
      await this.checkExists(company, subject);
      const now = await this.clock.databaseNow(manager);
      if (terms.until && terms.until <= now) throw alreadyPast();
      const current = await this.holds.find(company, subject, now);
      const hold =
        current && hasTerms(current, terms)
          ? current
          : await this.replace(company, subject, terms, actor, now);
      const { kind, id } = subject;
      const onSubject = kind === 'customer' ? { customerId: id } : { invoiceId: id };
      const cancelledActions = await this.cancellations.cancelUndecided(company, onSubject, 'held', actor);
      return { hold, cancelledActions };
    });
  }

  /** @throws DomainError not_found if there is no customer or invoice with the id, or no hold on it */
  end(company: CompanyId, subject: HoldSubject, actor: Actor): Promise<FoundHold> {
    return this.queue.serialize(company, async (manager) => {
      await this.checkExists(company, subject);
      const ended = await this.holds.end(company, subject, actor, await this.clock.databaseNow(manager));
      if (!ended || ended.hadPassed) throw new DomainError('not_found', `The ${subject.kind} has no hold.`);
      await this.events.ended(company, ended.hold, actor);
      return ended.hold;
    });
  }

  private async replace(
    company: CompanyId,
    subject: HoldSubject,
    terms: HoldTerms,
    actor: Actor,
    now: Date,
  ): Promise<FoundHold> {
    const replaced = await this.holds.end(company, subject, actor, now);
    const hold = await this.holds.set(company, subject, terms, actor, now);
    await this.events.set(company, hold, replaced, actor);
    return hold;
  }

  private async checkExists(company: CompanyId, { kind, id }: HoldSubject): Promise<void> {
    const found =
      kind === 'customer'
        ? await this.ledger.findCustomer(company, { id })
        : await this.ledger.findInvoice(company, { id });
    if (!found) throw new DomainError('not_found');
  }
}

const hasTerms = (hold: FoundHold, { reason, until }: HoldTerms): boolean =>
  hold.reason === reason && hold.until?.getTime() === until?.getTime();

const alreadyPast = (): DomainError =>
  DomainError.invalid([{ in: 'body', field: 'until', code: 'past', detail: 'until must be in the future.' }]);
