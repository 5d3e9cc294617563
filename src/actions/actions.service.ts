import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../problems/domain-error.js';
import type { Page, PageRequest } from '../api/response/page.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { Actor } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ActionDetailRow, ActionRow } from './inbox/action-rows.js';
import { type Command, type CommandInput, choosesAlternative } from './lifecycle/transition.js';
import { ActionStore } from './store/action-store.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import type { Warning } from './lifecycle/warnings.js';
import type { ActionCounts } from './inbox/counts-query.js';
import type { ActionFilter } from './inbox/list-query.js';
import type { LockedActions } from './store/locked-actions.js';

/** What came of a command on one action: the action as it is now, or why nothing was done. */
export type Outcome = { id: string } & (
  { action: ActionDetailRow; warnings: Warning[] } | { error: DomainError }
);

@Injectable()
export class ActionsService {
  constructor(
    private readonly actions: InboxRepository,
    private readonly store: ActionStore,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
  ) {}

  list(company: CompanyId, filter: ActionFilter, page: PageRequest): Promise<Page<ActionRow>> {
    return this.actions.list(company, filter, page);
  }

  counts(company: CompanyId): Promise<ActionCounts> {
    return this.actions.counts(company);
  }

  get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    return this.actions.get(company, id);
  }

  /** The alternatives of a recommendation, the recommended one first. */
  ofRecommendation(company: CompanyId, id: string): Promise<ActionRow[]> {
    return this.actions.ofRecommendation(company, id);
  }

  /**
   * Carries out a command, whole or not at all.
   * @throws DomainError invalid (approved_by is nobody of this company), not_found, version_conflict, action_deleted, invalid_state
   */
  async perform(
    company: CompanyId,
    id: string,
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<{ action: ActionDetailRow; warnings: Warning[] }> {
    const [outcome] = await this.performAll(company, [id], command, input, actor, versions);
    if ('error' in outcome!) throw outcome.error;
    return outcome!;
  }

  /**
   * Carries out a command on several actions, in one transaction; each is decided on its own, in the order given.
   * @throws DomainError invalid (approved_by is nobody of this company)
   */
  async performAll(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<Outcome[]> {
    await this.checkApprover(company, input.approved_by);
    const isChoice = choosesAlternative(command);
    return this.transactions.run(async () => {
      const locks = isChoice ? await this.actions.withSiblings(company, ids) : ids;
      const { errors, now } = await this.store.change(company, locks, (locked) => ({
        now: locked.now,
        errors: ids.map((id) => {
          const refusal = locked.attempt(id, command, input, actor, versions);
          if (isChoice && !refusal) retireSiblings(locked, id, actor.requestId);
          return refusal;
        }),
      }));
      const actions = new Map((await this.actions.details(company, ids)).map((row) => [row.id, row]));
      const warnings = isChoice ? await this.actions.warnings(company, ids, now) : undefined;
      return ids.map((id, at) => {
        const error = errors[at];
        return error ? { id, error } : { id, action: actions.get(id)!, warnings: warnings?.get(id) ?? [] };
      });
    });
  }

  private async checkApprover(company: CompanyId, contact: string | undefined): Promise<void> {
    if (contact === undefined || (await this.ledger.canApprove(company, contact))) return;
    const detail = 'approved_by must be the id of one of the company’s active contacts.';
    throw DomainError.invalid([{ in: 'body', field: 'approved_by', code: 'contact', detail }]);
  }
}

/** One alternative is chosen: the others of its recommendation are no choice any more. */
function retireSiblings(locked: LockedActions, id: string, requestId: string | null): void {
  const { recommendationId } = locked.get(id);
  const siblings = locked
    .undecided()
    .filter((other) => recommendationId !== null && other.recommendationId === recommendationId);
  locked.moveBySystem(siblings, 'supersede', () => 'alternative_chosen', requestId);
}
