import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Page, PageRequest } from '../../database/page.js';
import type { UpsertCounts } from '../../database/sql/upsert-records.js';
import { DomainError } from '../../problems/domain-error.js';
import { lockName } from '../../database/sql/lock-name.js';
import { Transactions } from '../../database/transactions.js';
import { Clock } from '../../time/clock.js';
import type { AccessRole } from './access-roles.js';
import type { CompanyId } from '../company-id.js';
import type { ContactRecord } from './contact-record.js';
import { type ContactRow, ContactsRepository } from './contacts.repository.js';

/** The contacts of companies: the people who decide on actions, and with which role they may log in. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The contacts of a company, by name. `search` matches names and e-mail addresses. */
  list(company: CompanyId, filter: PageRequest & { search?: string }): Promise<Page<ContactRow>> {
    return this.contacts.list(company, filter);
  }

  /** A contact that `approved_by` may name; null if there is none with this id. */
  async findActive(company: CompanyId, id: string): Promise<ContactRow | null> {
    const contact = await this.contacts.find(company, id);
    return contact?.active ? contact : null;
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<ContactRow> {
    const contact = await this.contacts.find(company, id);
    if (!contact) throw new DomainError('not_found');
    return contact;
  }

  /** Creates a contact without access. */
  async create(company: CompanyId, name: string, email: string): Promise<ContactRow> {
    const id = uuidv7();
    await this.contacts.insert(company, { id, name, email });
    return this.get(company, id);
  }

  /**
   * Grants access to a contact, changes its role, or ends its access (null). Access belongs to the present e-mail address: a contact
   * whose address has changed needs a new grant, with which the tokens and sessions of the earlier person end.
   * @param keepsAdmin whether the last contact that can log in as admin must stay one
   * @returns the contact before and after
   * @throws DomainError not_found, invalid (an inactive contact, or an address with which another contact logs in), last_admin
   */
  setAccessRole(
    company: CompanyId,
    id: string,
    role: AccessRole | null,
    keepsAdmin: boolean,
  ): Promise<{ before: ContactRow; after: ContactRow; isChanged: boolean }> {
    return this.transactions.run(async (manager) => {
      await lockName(manager, `access:${company}`);
      const before = await this.get(company, id);
      const isSame = role === null ? !before.has_access : before.live_role === role;
      if (isSame) return { before, after: before, isChanged: false };
      if (role !== null) await this.checkGrantable(company, before);
      if (keepsAdmin && before.live_role === 'admin' && !(await this.contacts.hasOtherAdmin(company, id)))
        throw new DomainError('last_admin');
      const { email, access_id } = before;
      const access = role && { role, email, accessId: access_id ?? uuidv7() };
      await this.contacts.setAccess(company, id, access, await this.clock.databaseNow(manager));
      return { before, after: await this.get(company, id), isChanged: true };
    });
  }

  /** One person must not have two contacts that can log in, with which it could pass the rule of four eyes. */
  private async checkGrantable(company: CompanyId, { id, active, email }: ContactRow): Promise<void> {
    if (!active) throw invalidRole('inactive', 'must be null for an inactive contact');
    const other = await this.contacts.otherWithAccess(company, id, email);
    if (other !== undefined)
      throw invalidRole('email_taken', `must be null: ${other} has access with the same e-mail address`);
  }

  /** Writes the contacts of the accounting system that are new or have changed. Runs in the open transaction. */
  write(company: CompanyId, records: readonly ContactRecord[]): Promise<UpsertCounts> {
    return this.contacts.upsert(company, records);
  }
}

const invalidRole = (code: string, sentence: string): DomainError =>
  DomainError.invalid([{ in: 'body', field: 'access_role', code, detail: `access_role ${sentence}.` }]);
