import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { changedFields } from '../../events/changed-fields.js';
import { Outbox } from '../../events/outbox.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { AccessRole } from '../../tenancy/contacts/access-roles.js';
import type { ContactRow } from '../../tenancy/contacts/contacts.repository.js';
import { ContactsService } from '../../tenancy/contacts/contacts.service.js';
import { ContactResponse } from '../dto/contact.response.js';

/** Grants and ends the access of contacts, with its events, which tenancy cannot append. */
@Injectable()
export class ContactAccessService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Creates a contact, with access if it has a role.
   * @throws DomainError invalid (another contact has access with the address)
   */
  create(
    company: CompanyId,
    { name, email, role }: { name: string; email: string; role: AccessRole | null },
    actor: Actor,
  ): Promise<ContactRow> {
    return this.transactions.run(async () => {
      const { id } = await this.contacts.create(company, name, email);
      return this.setRole(company, id, role, actor);
    });
  }

  /**
   * Changes the access of a contact (see ContactsService.setAccessRole). Only the operator may end that of the last admin: clients
   * could lock everybody out.
   * @throws DomainError not_found, invalid, last_admin
   */
  setRole(company: CompanyId, id: string, role: AccessRole | null, actor: Actor): Promise<ContactRow> {
    return this.transactions.run(async () => {
      const keepsAdmin = actor.token !== null;
      const { before, after, isChanged } = await this.contacts.setAccessRole(company, id, role, keepsAdmin);
      if (!isChanged) return after;
      const data = ContactResponse.from(after);
      const previous = changedFields(ContactResponse.from(before), data);
      const at = after.updated_at;
      await this.outbox.append(company, [{ type: 'contact.updated', actor, data, previous, at }]);
      return after;
    });
  }
}
