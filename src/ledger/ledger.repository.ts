import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../database/page.js';
import type { RowOf } from '../database/row-of.js';
import { prepared } from '../database/sql/prepared.js';
import { likePattern, type Listing, selectPage } from '../database/sql/select-page.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyContact } from './company-contact.entity.js';
import { Customer } from './customer.entity.js';
import { Invoice } from './invoice.entity.js';

export type LedgerFilter = PageRequest & { search?: string };

/** Identifies a customer or an invoice by its id, or by the accounting system's key. */
export type RecordKey = { id: string } | { key: string };

export type ContactRow = RowOf<CompanyContact>;
/** A contact that was added at the command line. */
export type CreatedContact = Pick<ContactRow, 'id' | 'name' | 'email' | 'created_at'>;
export type CustomerRow = RowOf<Customer>;
export type InvoiceRow = Omit<RowOf<Invoice>, 'actions_cancelled_at'> & {
  customer_name: string;
  customer_external_id: string;
};

/** `searchCondition` matches the pattern $2. */
type View = Pick<Listing, 'from' | 'orderBy' | 'columns' | 'joins'> & { searchCondition: string };

const CONTACTS: View = {
  from: 'company_contact',
  searchCondition: `lower(name) LIKE lower($2) OR lower(email) LIKE lower($2)`,
  orderBy: 'name, id',
  columns: 't.*',
  joins: 'JOIN company_contact t USING (id)',
};

const CUSTOMERS: View = {
  from: 'customer',
  searchCondition: `lower(name) LIKE lower($2) OR lower(external_id) LIKE lower($2)`,
  orderBy: 'name, id',
  columns: 't.*',
  joins: 'JOIN customer t USING (id)',
};

const INVOICES: View = {
  from: 'invoice',
  searchCondition: `lower(invoice_number) LIKE lower($2) OR customer_id IN (
    SELECT c.id FROM customer c WHERE c.company_id = $1 AND lower(c.name) LIKE lower($2))`,
  orderBy: 'due_on DESC, id DESC',
  // Dates as text, because the driver would parse them as midnight in the local time zone.
  columns: `t.id, t.company_id, t.customer_id, c.name AS customer_name, c.external_id AS customer_external_id,
    t.invoice_number, t.amount, t.balance, t.currency, t.issued_on::text, t.due_on::text, t.status, t.disputed,
    t.promised_on::text, t.settled_on::text, t.created_at, t.updated_at`,
  joins: 'JOIN invoice t USING (id) JOIN customer c ON c.company_id = t.company_id AND c.id = t.customer_id',
};

@Injectable()
export class LedgerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  listContacts(company: CompanyId, filter: LedgerFilter): Promise<Page<ContactRow>> {
    return this.list(company, CONTACTS, filter);
  }

  listCustomers(company: CompanyId, filter: LedgerFilter): Promise<Page<CustomerRow>> {
    return this.list(company, CUSTOMERS, filter);
  }

  listInvoices(company: CompanyId, filter: LedgerFilter): Promise<Page<InvoiceRow>> {
    return this.list(company, INVOICES, filter);
  }

  customerRow(company: CompanyId, id: string): Promise<CustomerRow | undefined> {
    return this.findById(company, CUSTOMERS, id);
  }

  invoiceRow(company: CompanyId, id: string): Promise<InvoiceRow | undefined> {
    return this.findById(company, INVOICES, id);
  }

  hasActiveContact(company: CompanyId, id: string): Promise<boolean> {
    return this.transactions.manager.existsBy(CompanyContact, { companyId: company, id, active: true });
  }

  findCustomer(company: CompanyId, by: RecordKey): Promise<Customer | null> {
    const where = 'id' in by ? { id: by.id } : { externalId: by.key };
    return this.transactions.manager.findOneBy(Customer, { companyId: company, ...where });
  }

  findInvoice(company: CompanyId, by: RecordKey): Promise<Invoice | null> {
    const where = 'id' in by ? { id: by.id } : { invoiceNumber: by.key };
    return this.transactions.manager.findOneBy(Invoice, { companyId: company, ...where });
  }

  async insertContact(
    company: CompanyId,
    contact: { id: string; name: string; email: string },
  ): Promise<CreatedContact> {
    const row = { ...contact, companyId: company };
    const { createdAt } = await this.dataSource.manager.save(CompanyContact, row);
    return { ...contact, created_at: createdAt };
  }

  private async findById<Row extends { id: string }>(
    company: CompanyId,
    { from, columns, joins }: View,
    id: string,
  ): Promise<Row | undefined> {
    const key = `SELECT id FROM ${from} WHERE company_id = $1 AND id = $2`;
    const statement = `SELECT ${columns} FROM (${key}) k ${joins}`;
    const [row] = await prepared<Row>(this.dataSource, statement, [company, id]);
    return row;
  }

  private list<Row extends { id: string }>(
    company: CompanyId,
    { searchCondition, ...listing }: View,
    { search, ...page }: LedgerFilter,
  ) {
    const filter =
      search === undefined
        ? { where: 'company_id = $1', values: [company] }
        : { where: `company_id = $1 AND (${searchCondition})`, values: [company, likePattern(search)] };
    return selectPage<Row>(this.dataSource, { ...listing, ...filter }, page);
  }
}
