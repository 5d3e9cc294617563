import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transactions } from '../database/transactions.js';
import { prepared } from '../database/sql/prepared.js';
import { containing, type Listing, selectPage } from '../database/sql/select-page.js';
import type { Page, PageRequest } from '../api/response/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyContact } from './company-contact.entity.js';
import { Customer } from './customer.entity.js';
import { Invoice, type InvoiceStatus } from './invoice.entity.js';

export type LedgerFilter = PageRequest & { search?: string };

/** A record by its id, or by the accounting system's own key. */
export type Named = { id: string } | { key: string };

export interface ContactRow {
  id: string;
  external_id: string | null;
  name: string;
  email: string;
  role: string | null;
  active: boolean;
  created_at: Date;
  updated_at: Date;
}

/** What is told of a contact who was added by hand. */
export type CreatedContact = Pick<ContactRow, 'id' | 'name' | 'email' | 'created_at'>;

export interface CustomerRow {
  id: string;
  external_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  contact_name: string | null;
  time_zone: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface InvoiceRow {
  id: string;
  customer_id: string;
  customer_name: string;
  invoice_number: string;
  amount: string;
  balance: string;
  currency: string;
  issued_on: string;
  due_on: string;
  status: InvoiceStatus;
  disputed: boolean;
  promised_on: string | null;
  settled_on: string | null;
  created_at: Date;
  updated_at: Date;
}

type View = Pick<Listing, 'from' | 'orderBy' | 'columns' | 'joins'> & { searched: string };

const CONTACTS: View = {
  from: 'company_contact',
  searched: `lower(name) LIKE lower($2) OR lower(email) LIKE lower($2)`,
  orderBy: 'name, id',
  columns: 't.*',
  joins: 'JOIN company_contact t USING (id)',
};

const CUSTOMERS: View = {
  from: 'customer',
  searched: `lower(name) LIKE lower($2) OR lower(external_id) LIKE lower($2)`,
  orderBy: 'name, id',
  columns: 't.*',
  joins: 'JOIN customer t USING (id)',
};

const INVOICES: View = {
  from: 'invoice',
  searched: `lower(invoice_number) LIKE lower($2) OR customer_id IN (
    SELECT c.id FROM customer c WHERE c.company_id = $1 AND lower(c.name) LIKE lower($2))`,
  orderBy: 'due_on DESC, id DESC',
  columns: `t.id, t.customer_id, c.name AS customer_name, t.invoice_number, t.amount, t.balance, t.currency,
    t.issued_on::text, t.due_on::text, t.status, t.disputed, t.promised_on::text, t.settled_on::text, t.created_at, t.updated_at`,
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
    return this.one(company, CUSTOMERS, id);
  }

  invoiceRow(company: CompanyId, id: string): Promise<InvoiceRow | undefined> {
    return this.one(company, INVOICES, id);
  }

  hasActiveContact(company: CompanyId, id: string): Promise<boolean> {
    return this.transactions.manager.existsBy(CompanyContact, { companyId: company, id, active: true });
  }

  findCustomer(company: CompanyId, named: Named): Promise<Customer | null> {
    const where = 'id' in named ? { id: named.id } : { externalId: named.key };
    return this.transactions.manager.findOneBy(Customer, { companyId: company, ...where });
  }

  findInvoice(company: CompanyId, named: Named): Promise<Invoice | null> {
    const where = 'id' in named ? { id: named.id } : { invoiceNumber: named.key };
    return this.transactions.manager.findOneBy(Invoice, { companyId: company, ...where });
  }

  async insertContact(
    company: CompanyId,
    contact: { id: string; name: string; email: string },
  ): Promise<CreatedContact> {
    const { createdAt } = await this.dataSource.manager.save(CompanyContact, {
      ...contact,
      companyId: company,
    });
    return { ...contact, created_at: createdAt };
  }

  private async one<Row extends { id: string }>(
    company: CompanyId,
    { from, columns, joins }: View,
    id: string,
  ): Promise<Row | undefined> {
    const key = `SELECT id FROM ${from} WHERE company_id = $1 AND id = $2`;
    const [row] = await prepared<Row>(this.dataSource, `SELECT ${columns} FROM (${key}) k ${joins}`, [
      company,
      id,
    ]);
    return row;
  }

  private list<Row extends { id: string }>(
    company: CompanyId,
    view: View,
    { search, ...page }: LedgerFilter,
  ) {
    const { searched, ...listing } = view;
    return selectPage<Row>(
      this.dataSource,
      search === undefined
        ? { ...listing, where: 'company_id = $1', values: [company] }
        : { ...listing, where: `company_id = $1 AND (${searched})`, values: [company, containing(search)] },
      page,
    );
  }
}
