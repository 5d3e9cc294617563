import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { HoldStore } from '../ledger/holds/hold-store.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';
import type { ActionDetailRow } from './inbox/action-rows.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import type { Draft } from './lifecycle/edits.js';
import { recipientsProblem } from './lifecycle/recipients.js';
import { checkTransition } from './lifecycle/refusals.js';
import type { DraftedFacts, TransitionInput, TransitionName } from './lifecycle/transitions.js';
import { ActionStore } from './store/action-store.js';
import type { LockedAction } from './store/locked-action.js';
import type { LockedActions } from './store/locked-actions.js';

/** Edits, schedules, deletes and restores undecided actions. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly store: ActionStore,
    private readonly ledger: LedgerService,
    private readonly contacts: ContactsService,
    private readonly holds: HoldStore,
    private readonly transactions: Transactions,
    private readonly queue: CompanyQueue,
  ) {}

  /**
   * Edits an action. A later `scheduledFor` makes it scheduled until then.
   * @throws DomainError not_found, version_conflict, action_deleted, invalid_state, invalid (scheduled after it expires,
   *   recipients that it cannot have, or assigned to nobody who is an active contact)
   */
  edit(
    company: CompanyId,
    id: string,
    draft: Partial<Draft>,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.apply(company, id, 'edit', actor, versions, async (action) => {
      const { content, expiresAt } = action;
      if (draft.scheduledFor && expiresAt && draft.scheduledFor >= expiresAt)
        throw scheduledTooLate(expiresAt);
      checkRecipients(action, draft);
      await this.checkAssignee(company, action, draft);
      const changesContent = draft.content !== undefined && draft.content !== content;
      return { draft: changesContent ? { ...draft, ...(await this.currentFacts(company, action)) } : draft };
    });
  }

  private async checkAssignee(
    company: CompanyId,
    { assignedTo }: Readonly<LockedAction>,
    draft: Partial<Draft>,
  ): Promise<void> {
    // An assignment stays when its contact is deactivated, and a client may send it back.
    if (!draft.assignedTo || draft.assignedTo === assignedTo) return;
    if (await this.contacts.findActive(company, draft.assignedTo)) return;
    const detail = 'assigned_to must be the id of one of the company’s active contacts, or null.';
    throw DomainError.invalid([{ in: 'body', field: 'assigned_to', code: 'contact', detail }]);
  }

  /** A new text is based on the current ledger: the warnings of later changes must compare with that. */
  private async currentFacts(
    company: CompanyId,
    { customerId, invoiceId }: Readonly<LockedAction>,
  ): Promise<DraftedFacts> {
    const invoice = invoiceId === null ? null : await this.ledger.findInvoice(company, { id: invoiceId });
    const customer = await this.ledger.findCustomer(company, { id: customerId });
    return {
      draftedBalance: invoice?.balance ?? null,
      draftedCurrency: invoice?.currency ?? null,
      draftedDueOn: invoice?.dueOn ?? null,
      draftedCustomerName: customer!.name,
    };
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
   * Restores a deleted action unless its reason is gone (see `checkReason`).
   * @throws DomainError not_found, version_conflict, invalid_state, on_hold
   */
  restore(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.queue.serialize(company, () =>
      this.apply(company, id, 'restore', actor, versions, async (action, now) => {
        await this.checkReason(company, action);
        await this.holds.checkNotOnHold(company, action.customerId, action.invoiceId, now);
        return {};
      }),
    );
  }

  /** Refuses to restore an action whose invoice or recommendation no longer calls for it. */
  private async checkReason(company: CompanyId, action: Readonly<LockedAction>): Promise<void> {
    const { id, invoiceId, customerId, status } = action;
    const refuse = (reason: string) => {
      const detail = `The action cannot be restored: ${reason}.`;
      throw new DomainError('invalid_state', detail, { current_status: status, allowed_from: [] });
    };
    const invoice = invoiceId !== null && (await this.ledger.findInvoice(company, { id: invoiceId }));
    if (invoice && invoice.status !== 'open') refuse(`its invoice is ${invoice.status}`);
    if (invoice && invoice.customerId !== customerId) refuse('its invoice belongs to another customer');
    const since = await this.inbox.sinceDeletion(company, id);
    if (since.isCancelled)
      refuse('its invoice was disputed, promised, settled or transferred since it was deleted');
    if (since.isClosed || since.isDecided || since.lastCommand === 'supersede')
      refuse('its recommendation is closed, or another action has replaced it');
  }

  /** @param inputFor called on the locked action, once the transition is known to be allowed */
  private apply(
    company: CompanyId,
    id: string,
    name: TransitionName,
    actor: Actor,
    versions: readonly number[] | undefined,
    inputFor: (action: Readonly<LockedAction>, now: Date) => Promise<TransitionInput>,
  ): Promise<ActionDetailRow> {
    return this.transactions.run(async () => {
      const decide = async (locked: LockedActions) => {
        const action = locked.get(id);
        checkTransition(action, name, locked.now, versions);
        locked.decide(id, name, await inputFor(action, locked.now), actor, versions);
      };
      let details: ActionDetailRow[] = [];
      await this.store.updateAlternatives(company, [id], decide, {
        edited: name === 'edit' ? [id] : [],
        after: async () => (details = await this.inbox.details(company, [id])),
      });
      return details[0]!;
    });
  }
}

/** The recipients after an edit, which may change only one of the lists. */
function checkRecipients(action: Readonly<LockedAction>, draft: Partial<Draft>): void {
  const { toRecipients: to, ccRecipients: cc } = { ...action, ...draft };
  if (draft.toRecipients === undefined && draft.ccRecipients === undefined) return;
  const field = draft.toRecipients === undefined ? 'cc' : 'to';
  const problem =
    action.actionType === 'email'
      ? recipientsProblem(to, cc)
      : { field, code: 'email_only', sentence: `must not be given for a ${action.actionType}` };
  if (!problem) return;
  const { code, sentence } = problem;
  throw DomainError.invalid([
    { in: 'body', field: problem.field, code, detail: `${problem.field} ${sentence}.` },
  ]);
}

/** An action that expires before its scheduled time would never become `proposed`. */
function scheduledTooLate(expiresAt: Date): DomainError {
  const detail = `scheduled_for must be before ${expiresAt.toISOString()}, when the action expires.`;
  return DomainError.invalid([{ in: 'body', field: 'scheduled_for', code: 'expiry', detail }]);
}
