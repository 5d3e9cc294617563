import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import type { RowOf } from '../../database/row-of.js';
import { IS_OF_COMPANY, ofCompany } from '../../database/sql/keys.js';
import { type Listing, selectPage } from '../../database/sql/select-page.js';
import { containsSql } from '../../database/sql/text-search.js';
import { type UpsertCounts, upsertRecords } from '../../database/sql/upsert-records.js';
import { fromRecord, HAS_SAME_KEY, upsertStatement } from '../../database/sql/upsert-statement.js';
import { Transactions } from '../../database/transactions.js';
import { AccessCache } from '../access-cache.js';
import type { CompanyId } from '../company-id.js';
import type { AccessRole } from './access-roles.js';
import { CompanyContact } from './company-contact.entity.js';
import type { ContactRecord } from './contact-record.js';
import { ifSamePerson, liveRole } from './contact-sql.js';

/** `access_role` and `access_id` are null if the e-mail address has changed since access was granted. */
export type ContactRow = Omit<RowOf<CompanyContact>, 'access_email'> & {
  /** The role in force; null while the contact cannot log in. */
  live_role: AccessRole | null;
  /** Whether access was granted and not ended, in force or not. */
  has_access: boolean;
};

/** The access that a contact is granted. */
export interface GrantedAccess {
  role: AccessRole;
  /** The address of the contact at this time. */
  email: string;
  accessId: string;
}

const COLUMNS = `t.id, t.company_id, t.external_id, t.name, t.email, t.role, t.active, ${ifSamePerson('t', 'access_role')},
  ${ifSamePerson('t', 'access_id')},
  ${liveRole('t')} AS live_role, t.access_role IS NOT NULL AS has_access, t.created_at, t.updated_at`;
const OTHER_WITH_ACCESS = `
  SELECT name FROM company_contact
  WHERE ${IS_OF_COMPANY} AND id <> $2 AND lower(access_email) = lower($3) AND access_role IS NOT NULL`;
const IS_OTHER_ADMIN = `
  SELECT EXISTS (SELECT FROM company_contact t WHERE company_id = $1 AND id <> $2 AND ${liveRole('t')} = 'admin') AS exists`;
const FIND = `SELECT ${COLUMNS} FROM company_contact t WHERE t.${IS_OF_COMPANY} AND t.id = $2`;

/** Never writes the access. */
const UPSERT = upsertStatement({
  table: 'company_contact',
  isMatch: HAS_SAME_KEY,
  columns: Object.fromEntries([
    fromRecord('external_id'),
    fromRecord('name'),
    fromRecord('email'),
    fromRecord('role'),
    fromRecord('active', 'boolean'),
  ]),
  tracked: [],
});

/** The statement that lists the contacts of a company, by name. */
export function contactListingOf(company: CompanyId, search?: string): Listing {
  const listing = {
    from: 'company_contact',
    orderBy: 'name, id',
    columns: COLUMNS,
    joins: 'JOIN company_contact t USING (id)',
  };
  if (search === undefined) return { ...listing, where: 'company_id = $1', values: [company] };
  const matches = `${containsSql('name', '$2')} OR ${containsSql('email', '$2')}`;
  return {
    ...listing,
    isSearch: true,
    where: `company_id = $1 AND (${matches})`,
    values: [company, search],
  };
}

@Injectable()
export class ContactsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly cache: AccessCache,
  ) {}

  list(
    company: CompanyId,
    { search, ...page }: PageRequest & { search?: string },
  ): Promise<Page<ContactRow>> {
    return selectPage(this.dataSource, contactListingOf(company, search), page);
  }

  async find(company: CompanyId, id: string): Promise<ContactRow | undefined> {
    const [row] = await this.transactions.send<ContactRow>(FIND, [company, id]);
    return row;
  }

  async insert(company: CompanyId, contact: { id: string; name: string; email: string }): Promise<void> {
    await this.transactions.manager.insert(CompanyContact, { ...contact, companyId: company });
  }

  /** The name of another contact that was granted access with an e-mail address. */
  async otherWithAccess(company: CompanyId, id: string, email: string): Promise<string | undefined> {
    const values = [company, id, email];
    const [other] = await this.transactions.manager.query<{ name: string }[]>(OTHER_WITH_ACCESS, values);
    return other?.name;
  }

  /** Whether another contact can log in as admin. */
  async hasOtherAdmin(company: CompanyId, id: string): Promise<boolean> {
    const values = [company, id];
    const [row] = await this.transactions.manager.query<{ exists: boolean }[]>(IS_OTHER_ADMIN, values);
    return row!.exists;
  }

  async setAccess(company: CompanyId, id: string, access: GrantedAccess | null, at: Date): Promise<void> {
    await this.transactions.manager.update(
      CompanyContact,
      { companyId: ofCompany(company), id },
      {
        accessRole: access?.role ?? null,
        accessEmail: access?.email ?? null,
        accessId: access?.accessId ?? null,
        updatedAt: at,
      },
    );
    this.cache.clearAfterCommit();
  }

  async upsert(company: CompanyId, records: readonly ContactRecord[]): Promise<UpsertCounts> {
    const { counts } = await upsertRecords(this.transactions.manager, UPSERT, company, records);
    if (counts.updated > 0) this.cache.clearAfterCommit();
    return counts;
  }
}
