import { Injectable } from '@nestjs/common';
import { sha256 } from '../hashing.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { mayDecide } from '../tenancy/contacts/access-roles.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';
import { approverOf, invalidApprover } from './lifecycle/decisions/approver.js';
import { checkDecision } from './lifecycle/decisions/decision-rules.js';
import { checkTransition } from './lifecycle/refusals.js';
import type { Command, CommandInput, TransitionInput } from './lifecycle/transitions.js';
import type { LockedActions } from './store/locked-actions.js';
import { AuthorsReader } from './store/log/authors.js';

/** Checks one of the locked actions, before the command is performed on it. */
type Check = (id: string, versions?: readonly number[]) => void;

/** Finds out who decides, and checks the command against what the company demands of decisions. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly authors: AuthorsReader,
  ) {}

  /**
   * The input of a command with the contact who decides. The name goes into the log beside the id, because a contact can be renamed.
   * @throws DomainError invalid (approved_by)
   */
  async withApprover(
    company: CompanyId,
    { approved_by, ...input }: CommandInput,
    actor: Actor,
  ): Promise<TransitionInput> {
    if (approved_by === undefined) return { ...input, approver: approverOf(actor, undefined) };
    const contact = await this.contacts.findActive(company, approved_by);
    if (!contact) throw invalidApprover('contact', 'must be the id of one of the company’s active contacts');
    const named = { id: contact.id, name: contact.name, mayDecide: mayDecide(contact.access_role) };
    return { ...input, approver: approverOf(actor, named) };
  }

  /**
   * Prepares the check of a command on locked actions. Call it in their transaction.
   * @returns a check that throws DomainError not_found, approver_required, four_eyes, or an error of checkTransition()
   */
  async check(
    company: CompanyId,
    ids: readonly string[],
    command: Command,
    input: TransitionInput,
    actor: Actor,
    locked: LockedActions,
  ): Promise<Check> {
    const rules = locked.settings;
    if (!rules.approver_required && !rules.four_eyes) return () => {};
    const authors = rules.four_eyes ? await this.authors.of(company, ids) : undefined;
    const finalContentSha256 = input.final_content === undefined ? undefined : sha256(input.final_content);
    const given = { ...input, finalContentSha256 };
    return (id, versions) => {
      const action = locked.get(id);
      checkTransition(action, command, locked.now, versions);
      checkDecision(action, command, given, actor, rules, authors?.get(id) ?? []);
    };
  }
}
