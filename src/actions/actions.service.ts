import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain-error.js';
import type { Page, PageRequest } from '../http/page.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { Actor } from '../tenancy/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ActionDetailRow, ActionRow } from './action.rows.js';
import { type Command, type CommandInput, transition } from './action-lifecycle.js';
import { ActionsRepository } from './actions.repository.js';
import type { ActionFilter } from './list-query.js';

@Injectable()
export class ActionsService {
  constructor(
    private readonly actions: ActionsRepository,
    private readonly ledger: LedgerService,
  ) {}

  list(company: CompanyId, filter: ActionFilter, page: PageRequest): Promise<Page<ActionRow>> {
    return this.actions.list(company, filter, page);
  }

  get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    return this.actions.get(company, id);
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
  ): Promise<ActionDetailRow> {
    await this.checkApprover(company, input.approved_by);
    return this.actions.transition(
      company,
      id,
      (action, now) => transition(action, command, input, now, versions),
      actor,
    );
  }

  private async checkApprover(company: CompanyId, contact: string | undefined): Promise<void> {
    if (contact === undefined || (await this.ledger.hasContact(company, contact))) return;
    const detail = 'approved_by must be the id of one of the company’s contacts.';
    throw DomainError.invalid([{ in: 'body', field: 'approved_by', code: 'contact', detail }]);
  }
}
