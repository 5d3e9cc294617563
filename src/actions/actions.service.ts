import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import { Transactions } from '../database/transactions.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ActionDetailRow, ActionRow } from './inbox/action-rows.js';
import type { ActionCounts } from './inbox/counts-query.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import type { ActionFilter } from './inbox/list-query.js';
import type { RecommendationFilter, RecommendationRow } from './inbox/recommendation-rows.js';
import { choosesAlternative } from './lifecycle/refusals.js';
import type { Command, CommandInput } from './lifecycle/transitions.js';
import type { Warning } from './lifecycle/warnings.js';
import { ActionStore } from './store/action-store.js';
import type { LockedActions } from './store/locked-actions.js';

/** An action after a command, and the warnings of an approval. */
export interface CommandResult {
  action: ActionDetailRow;
  warnings: Warning[];
}

/** The result of a bulk command for one action: the action, or why the command was refused. */
export type BulkResult = { id: string } & (CommandResult | { error: DomainError });

@Injectable()
export class ActionsService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly store: ActionStore,
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
  ) {}

  /** @param now the time at which expiry and overdue responses are evaluated, by default the current time */
  list(company: CompanyId, filter: ActionFilter, page: PageRequest, now?: Date): Promise<Page<ActionRow>> {
    return this.inbox.list(company, filter, page, now);
  }

  counts(company: CompanyId): Promise<ActionCounts> {
    return this.inbox.counts(company);
  }

  /** @throws DomainError not_found */
  get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    return this.inbox.get(company, id);
  }

  /** Recommendations with their alternatives, latest first. */
  listRecommendations(
    company: CompanyId,
    filter: RecommendationFilter,
    page: PageRequest,
  ): Promise<Page<RecommendationRow>> {
    return this.inbox.listRecommendations(company, filter, page);
  }

  /** @throws DomainError not_found */
  getRecommendation(company: CompanyId, id: string): Promise<RecommendationRow> {
    return this.inbox.getRecommendation(company, id);
  }

  /** By invoice id: the last day on which the customer was contacted about it. Days are YYYY-MM-DD in UTC, at most `asOf`. */
  lastContacts(company: CompanyId, asOf: string): Promise<Map<string, string>> {
    return this.inbox.lastContacts(company, asOf);
  }

  /**
   * Performs a command on an action. The change, its log entry and the changes of the alternatives are committed together.
   * @throws DomainError invalid (approved_by is not an active contact), not_found, version_conflict, action_deleted,
   *   invalid_state
   */
  async perform(
    company: CompanyId,
    id: string,
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<CommandResult> {
    await this.checkApprover(company, input.approved_by);
    return this.transactions.run(async () => {
      const now = await this.decide(company, [id], command, (locked) => {
        apply(locked, id, command, input, actor, versions);
        return locked.now;
      });
      const results = await this.results(company, [id], command, now);
      return results.get(id)!;
    });
  }

  /**
   * Performs a command on several actions in one transaction, in the order of the ids. A refused action does not stop the
   * others.
   * @throws DomainError invalid (approved_by is not an active contact)
   */
  async performAll(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    input: CommandInput,
    actor: Actor,
  ): Promise<BulkResult[]> {
    await this.checkApprover(company, input.approved_by);
    return this.transactions.run(async () => {
      const refusals = new Map<string, DomainError>();
      const now = await this.decide(company, ids, command, (locked) => {
        for (const id of ids) {
          try {
            apply(locked, id, command, input, actor);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            refusals.set(id, error);
          }
        }
        return locked.now;
      });
      const results = await this.results(company, ids, command, now);
      return ids.map((id) => {
        const error = refusals.get(id);
        return error ? { id, error } : { id, ...results.get(id)! };
      });
    });
  }

  /** Locks the actions, and the alternatives that the command may supersede. */
  private async decide<T>(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    work: (locked: LockedActions) => T,
  ): Promise<T> {
    const lockIds = choosesAlternative(command) ? await this.inbox.withSiblings(company, ids) : ids;
    return this.store.update(company, lockIds, work);
  }

  private async results(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    now: Date,
  ): Promise<Map<string, CommandResult>> {
    const rows = await this.inbox.details(company, ids);
    const warnings = choosesAlternative(command) ? await this.inbox.warnings(company, ids, now) : undefined;
    return new Map(rows.map((action) => [action.id, { action, warnings: warnings?.get(action.id) ?? [] }]));
  }

  private async checkApprover(company: CompanyId, contactId: string | undefined): Promise<void> {
    if (contactId === undefined || (await this.ledger.canApprove(company, contactId))) return;
    const detail = 'approved_by must be the id of one of the company’s active contacts.';
    throw DomainError.invalid([{ in: 'body', field: 'approved_by', code: 'contact', detail }]);
  }
}

function apply(
  locked: LockedActions,
  id: string,
  command: Command,
  input: CommandInput,
  actor: Actor,
  versions?: readonly number[],
): void {
  locked.apply(id, command, input, actor, versions);
  if (!choosesAlternative(command)) return;
  const { recommendationId } = locked.get(id);
  if (recommendationId === null) return;
  const siblings = locked.undecided().filter((other) => other.recommendationId === recommendationId);
  locked.end(siblings, 'supersede', () => 'alternative_chosen', actor.requestId);
}
