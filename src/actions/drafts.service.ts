import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import type { ActionDetailRow } from './inbox/action-rows.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import type { Draft } from './lifecycle/edits.js';
import { checkTransition } from './lifecycle/refusals.js';
import type { TransitionInput, TransitionName } from './lifecycle/transitions.js';
import type { Action } from './store/action.entity.js';
import { ActionStore } from './store/action-store.js';

/** What people do to an undecided action: edit it, schedule it for later, delete it, restore it. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly store: ActionStore,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
    private readonly queue: CompanyQueue,
  ) {}

  /**
   * Edits an action. A later `scheduledFor` makes it scheduled until then.
   * @throws DomainError not_found, version_conflict, action_deleted, invalid_state, invalid (scheduled for after it expires)
   */
  edit(
    company: CompanyId,
    id: string,
    draft: Partial<Draft>,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.apply(company, id, 'edit', actor, versions, async ({ invoiceId, content, expiresAt }) => {
      if (draft.scheduledFor && expiresAt && draft.scheduledFor >= expiresAt)
        throw scheduledTooLate(expiresAt);
      const isRewritten = draft.content !== undefined && draft.content !== content;
      if (!isRewritten || !invoiceId) return { draft };
      // The author of a new text has seen today's balance: it is no longer the one of the first draft.
      const { balance, currency } = (await this.ledger.findInvoice(company, { id: invoiceId }))!;
      return { draft: { ...draft, draftedBalance: balance, draftedCurrency: currency } };
    });
  }

  /** @throws DomainError not_found, version_conflict, action_deleted, invalid_state */
  delete(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.apply(company, id, 'delete', actor, versions, async () => ({}));
  }

  /**
   * Restores an action that a person has deleted, if it may still be proposed.
   * @throws DomainError not_found, version_conflict, invalid_state
   */
  restore(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.queue.serialize(company, () =>
      this.apply(company, id, 'restore', actor, versions, async (action, now) => {
        await this.checkReason(company, action, now);
        return {};
      }),
    );
  }

  /** Refuses to restore an action whose reason is gone: it must not outlive it. */
  private async checkReason(company: CompanyId, action: Readonly<Action>, now: Date): Promise<void> {
    const { id, invoiceId, customerId, status } = action;
    const refuse = (why: string) => {
      const detail = `It cannot be restored: ${why}.`;
      throw new DomainError('invalid_state', detail, { current_status: status, allowed_from: [] });
    };
    const invoice = invoiceId !== null && (await this.ledger.findInvoice(company, { id: invoiceId }));
    if (invoice && invoice.status !== 'open') refuse(`its invoice is ${invoice.status}`);
    if (invoice && invoice.customerId !== customerId) refuse('its invoice belongs to another customer');
    const since = await this.inbox.sinceDeletion(company, id, now);
    if (since.isCancelled) refuse('its invoice was disputed, promised, settled or transferred since');
    if (since.isClosed || since.isDecided || since.lastCommand === 'supersede')
      refuse('another action has replaced it');
  }

  /** @param inputFor reads what the transition needs, of an action on which it is allowed */
  private apply(
    company: CompanyId,
    id: string,
    name: TransitionName,
    actor: Actor,
    versions: readonly number[] | undefined,
    inputFor: (action: Readonly<Action>, now: Date) => Promise<TransitionInput>,
  ): Promise<ActionDetailRow> {
    return this.transactions.run(async () => {
      await this.store.update(company, [id], async (locked) => {
        const action = locked.get(id);
        checkTransition(action, name, locked.now, versions);
        locked.apply(id, name, await inputFor(action, locked.now), actor, versions);
      });
      const [row] = await this.inbox.details(company, [id]);
      return row!;
    });
  }
}

/** Scheduled for after its end, the action would never be proposed again. */
function scheduledTooLate(expiresAt: Date): DomainError {
  const detail = `scheduled_for must lie before ${expiresAt.toISOString()}, when the action expires.`;
  return DomainError.invalid([{ in: 'body', field: 'scheduled_for', code: 'expiry', detail }]);
}
