import { Injectable } from '@nestjs/common';
import { lockCompany } from '../tenancy/lock-company.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../problems/domain-error.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { Actor } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { Action } from './store/action.entity.js';
import type { Draft } from './lifecycle/edits.js';
import {
  matchesVersion,
  isUndecided,
  type TransitionName,
  type TransitionInput,
} from './lifecycle/transition.js';
import type { ActionDetailRow } from './inbox/action-rows.js';
import { ActionStore } from './store/action-store.js';
import { InboxRepository } from './inbox/inbox.repository.js';

/** What people do to a proposal before anybody decides on it: rewrite it, put it off, throw it away, bring it back. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly actions: InboxRepository,
    private readonly store: ActionStore,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Rewrites a draft; one that is put off to a later time is scheduled until then.
   * @throws DomainError not_found, version_conflict, action_deleted, invalid_state
   */
  edit(
    company: CompanyId,
    id: string,
    draft: Partial<Draft>,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    const edit = async (action: Readonly<Action>) => {
      const { invoiceId, content, expiresAt } = action;
      const isTooLate = draft.scheduledFor && expiresAt && draft.scheduledFor >= expiresAt;
      // What is decided, deleted or stale is told as that, whatever else is wrong.
      if (isTooLate && isUndecided(action) && matchesVersion(action, versions)) throw tooLate(expiresAt);
      const isRewritten = draft.content !== undefined && draft.content !== content;
      if (!isRewritten || !invoiceId) return { draft };
      // Whoever rewrites it has today's figures before them.
      const invoice = await this.ledger.findInvoice(company, { id: invoiceId });
      const { balance, currency } = invoice!;
      return { draft: { ...draft, draftedBalance: balance, draftedCurrency: currency } };
    };
    return done(this.attempt(company, id, 'edit', actor, versions, edit));
  }

  /** @throws DomainError not_found, version_conflict, action_deleted, invalid_state */
  delete(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return done(this.attempt(company, id, 'delete', actor, versions, async () => ({})));
  }

  /**
   * Brings back what a person has deleted, as long as its reason lasts.
   * @throws DomainError not_found, version_conflict, invalid_state
   */
  restore(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    const restore = async (action: Readonly<Action>) => {
      if (action.deletedAt && matchesVersion(action, versions)) await this.checkReason(company, action);
      return {};
    };
    const restoring = this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      return this.attempt(company, id, 'restore', actor, versions, restore);
    });
    return done(restoring);
  }

  private async checkReason(company: CompanyId, action: Readonly<Action>): Promise<void> {
    const { id, invoiceId, customerId, status } = action;
    const refuse = (why: string) => {
      const detail = `It cannot be restored: ${why}.`;
      throw new DomainError('invalid_state', detail, { current_status: status, allowed_from: [] });
    };
    const invoice = invoiceId !== null && (await this.ledger.findInvoice(company, { id: invoiceId }));
    if (invoice && invoice.status !== 'open') refuse(`its invoice is ${invoice.status}`);
    if (invoice && invoice.customerId !== customerId) refuse('its invoice is another customer’s');
    const { expired, calledOff, replaced, decided } = await this.actions.standing(company, id);
    if (expired) refuse('it has expired');
    if (calledOff) refuse('its invoice was disputed, promised, settled or moved since');
    if (replaced || decided || (await this.actions.lastTransition(company, id)) === 'supersede')
      refuse('another proposal took its place');
  }

  /** A refusal is thrown by the caller, once it is stored that the action had expired. */
  private attempt(
    company: CompanyId,
    id: string,
    move: TransitionName,
    actor: Actor,
    versions: readonly number[] | undefined,
    inputFor: (action: Readonly<Action>) => Promise<TransitionInput>,
  ): Promise<ActionDetailRow | DomainError> {
    return this.transactions.run(async () => {
      const refusal = await this.store.change(company, [id], async (locked) =>
        locked.attempt(id, move, await inputFor(locked.get(id)), actor, versions),
      );
      if (refusal) return refusal;
      const [action] = await this.actions.details(company, [id]);
      return action!;
    });
  }
}

async function done(attempt: Promise<ActionDetailRow | DomainError>): Promise<ActionDetailRow> {
  const outcome = await attempt;
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** Put off beyond its end, it would never be proposed again. */
function tooLate(expiresAt: Date): DomainError {
  const detail = `scheduled_for must lie before ${expiresAt.toISOString()}, when the proposal expires.`;
  return DomainError.invalid([{ in: 'body', field: 'scheduled_for', code: 'expiry', detail }]);
}
