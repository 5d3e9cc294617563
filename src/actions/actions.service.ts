import { Injectable } from '@nestjs/common';
import type { CursorPage, CursorRequest } from '../database/keyset/read-list.js';
import type { Page, PageRequest } from '../database/page.js';
import { runAs } from '../database/pool/claim.js';
import { chunks } from '../database/sql/chunks.js';
import { Transactions } from '../database/transactions.js';
import { jsonBytes } from '../json-bytes.js';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ActionDetailRow, ActionRow } from './inbox/action-rows.js';
import type { ActionCounts } from './inbox/counts-query.js';
import { DecisionsService } from './decisions.service.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import type { Contact } from './inbox/last-contact.js';
import type { ActionFilter } from './inbox/list-query.js';
import type { PastStep } from './inbox/past-steps.js';
import type {
  AlternativeRow,
  RecommendationFilter,
  RecommendationRows,
} from './inbox/recommendation-rows.js';
import { effectiveContent } from './lifecycle/effective-content.js';
import type { Command, CommandInput, TransitionInput } from './lifecycle/transitions.js';
import { ActionStore } from './store/action-store.js';
import type { LockedActions } from './store/locked-actions.js';

/** The result of a bulk command for one action: the action after it, or why the command was refused. */
export type BulkOutcome = { id: string } & ({ action: ActionDetailRow } | { error: DomainError });

/** Bounds what is read of long actions before the results turn out to be too long. */
const LONG_DETAILS_AT_ONCE = 10;

@Injectable()
export class ActionsService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly store: ActionStore,
    private readonly decisions: DecisionsService,
    private readonly transactions: Transactions,
  ) {}

  /** @param now the time at which expiry and overdue responses are evaluated, by default the current time */
  list(company: CompanyId, filter: ActionFilter, page: PageRequest, now?: Date): Promise<Page<ActionRow>> {
    return this.inbox.list(company, filter, page, now);
  }

  /** @throws DomainError invalid if the cursor is none of this list with this filter */
  listAfter(
    company: CompanyId,
    filter: ActionFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<ActionRow>> {
    return this.inbox.listAfter(company, filter, request, now);
  }

  /** All actions that match the filter, in batches, each as it is when its batch is read. */
  all(company: CompanyId, filter: ActionFilter, now: Date): AsyncGenerator<ActionRow[]> {
    return this.inbox.all(company, filter, now);
  }

  counts(company: CompanyId): Promise<ActionCounts> {
    return this.inbox.counts(company);
  }

  /** @throws DomainError not_found */
  get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    return this.inbox.get(company, id);
  }

  /**
   * Reads within the open transaction.
   * @throws DomainError not_found
   */
  async read(company: CompanyId, id: string): Promise<ActionDetailRow> {
    const [row] = await this.inbox.details(company, [id]);
    if (!row) throw new DomainError('not_found');
    return row;
  }

  /** The alternatives of recommendations, latest recommendation first. */
  listRecommendations(
    company: CompanyId,
    filter: RecommendationFilter,
    page: PageRequest,
  ): Promise<Page<AlternativeRow>> {
    return this.inbox.listRecommendations(company, filter, page);
  }

  /**
   * Reads within the open transaction.
   * @throws DomainError not_found
   */
  getRecommendation(company: CompanyId, id: string): Promise<RecommendationRows> {
    return this.inbox.getRecommendation(company, id);
  }

  /** The latest e-mail or call to a customer that was sent or completed; null if there is none. */
  lastContact(company: CompanyId, customerId: string): Promise<Contact | null> {
    return this.inbox.lastContact(company, customerId);
  }

  /** By invoice id: the steps that were taken or declined on the open ones of these invoices, oldest first. */
  pastSteps(company: CompanyId, invoiceIds: readonly string[]): Promise<Map<string, PastStep[]>> {
    return this.inbox.pastSteps(company, invoiceIds);
  }

  /**
   * Performs a command on an action. The change, its log entry and the changes of the alternatives are committed together.
   * @throws DomainError invalid (approved_by), not_found, version_conflict, action_deleted, invalid_state, approver_required,
   *   four_eyes
   */
  async perform(
    company: CompanyId,
    id: string,
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.transactions.runReadingFirst(async () => {
      const decide = async (locked: LockedActions, decision: TransitionInput) => {
        const check = await this.decisions.check(company, [id], command, decision, actor, locked);
        check(id, versions);
        locked.decide(id, command, decision, actor, versions);
      };
      let details: ActionDetailRow[] = [];
      await this.store.updateAlternatives(company, [id], decide, {
        before: () => this.decisions.withApprover(company, input, actor),
        after: async () => (details = await this.inbox.details(company, [id])),
      });
      return details[0]!;
    });
  }

  /**
   * Performs a command on several actions in one transaction, in the order of the ids. A refused action does not stop the
   * others. Nothing is changed if the results would be too long for one response.
   * @param versions the version of each action that the client accepts, by id; any version of an action that is absent
   * @throws DomainError invalid (approved_by), too_large
   */
  async performAll(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions: ReadonlyMap<string, number> = new Map(),
  ): Promise<BulkOutcome[]> {
    // The response has the final content of each action twice.
    const copies = input.final_content === undefined ? 0 : 2 * ids.length * jsonBytes(input.final_content);
    if (copies > LIMITS.bulkResponse) throw tooLarge();
    const perform = async () => {
      const refusals = new Map<string, DomainError>();
      const decide = async (locked: LockedActions, decision: TransitionInput) => {
        const check = await this.decisions.check(company, ids, command, decision, actor, locked);
        for (const id of ids) {
          try {
            const version = versions.get(id);
            const accepted = version === undefined ? undefined : [version];
            check(id, accepted);
            locked.decide(id, command, decision, actor, accepted);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            refusals.set(id, error);
          }
        }
      };
      let areLong = false;
      await this.store.updateAlternatives(company, ids, decide, {
        before: () => this.decisions.withApprover(company, input, actor),
        after: async () => (areLong = (await this.inbox.detailBytes(company, ids)) > LIMITS.bulkResponse),
      });
      const rows = new Map<string, ActionDetailRow>();
      let bytes = 0;
      for (const chunk of chunks(ids, areLong ? LONG_DETAILS_AT_ONCE : ids.length)) {
        for (const row of await this.inbox.details(company, chunk)) {
          bytes += jsonBytes(row, LIMITS.bulkResponse) + jsonBytes(effectiveContent(row));
          if (bytes > LIMITS.bulkResponse) throw tooLarge();
          rows.set(row.id, row);
        }
      }
      return ids.map((id) => {
        const error = refusals.get(id);
        return error ? { id, error } : { id, action: rows.get(id)! };
      });
    };
    return runAs('bulk', () => this.transactions.runReadingFirst(perform));
  }
}

const tooLarge = (): DomainError =>
  new DomainError(
    'too_large',
    'The response would be larger than 8 MB, because these actions have long texts. Nothing was changed; name fewer actions.',
  );
