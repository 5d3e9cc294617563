import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type CursorPage, type CursorRequest, readAfter, readAll } from '../database/keyset/read-list.js';
import type { Page, PageRequest } from '../database/page.js';
import type { RowOf } from '../database/row-of.js';
import { IS_OF_COMPANY, ofCompany } from '../database/sql/keys.js';
import { prepared } from '../database/sql/prepared.js';
import { type Listing, selectPage } from '../database/sql/select-page.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Customer } from './customers/customer.entity.js';
import type { StoredHold } from './holds/stored-hold.js';
import { Invoice } from './invoice.entity.js';
import type { CustomerContactRecord } from './writes/ledger-records.js';
import {
  type CustomerFilter,
  customerListingOf,
  CUSTOMERS,
  type InvoiceFilter,
  invoiceListingOf,
  INVOICES,
} from './ledger-lists.js';

/** Identifies a customer or an invoice by its id, or by the customer's `external_id` or the invoice's number. */
export type RecordKey = { id: string } | { key: string };

/** Holds are in force or passed. */
export type CustomerRow = RowOf<Customer> & { contacts: CustomerContactRecord[]; hold: StoredHold | null };
export type InvoiceRow = Omit<RowOf<Invoice>, 'actions_cancelled_at'> & {
  customer_name: string;
  customer_external_id: string;
  hold: StoredHold | null;
  customer_hold: StoredHold | null;
};

@Injectable()
export class LedgerRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  listCustomers(
    company: CompanyId,
    filter: CustomerFilter,
    page: PageRequest,
    now: Date,
  ): Promise<Page<CustomerRow>> {
    return selectPage(this.dataSource, customerListingOf(company, filter, now), page);
  }

  listInvoices(
    company: CompanyId,
    filter: InvoiceFilter,
    page: PageRequest,
    now: Date,
  ): Promise<Page<InvoiceRow>> {
    return selectPage(this.dataSource, invoiceListingOf(company, filter, now), page);
  }

  customersAfter(
    company: CompanyId,
    filter: CustomerFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<CustomerRow>> {
    const list = { name: 'customers', company, filter };
    return readAfter(this.dataSource, list, customerListingOf(company, filter, now), request);
  }

  invoicesAfter(
    company: CompanyId,
    filter: InvoiceFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<InvoiceRow>> {
    const list = { name: 'invoices', company, filter };
    return readAfter(this.dataSource, list, invoiceListingOf(company, filter, now), request);
  }

  allCustomers(company: CompanyId, filter: CustomerFilter, now: Date): AsyncGenerator<CustomerRow[]> {
    return readAll(this.dataSource, customerListingOf(company, filter, now));
  }

  allInvoices(company: CompanyId, filter: InvoiceFilter, now: Date): AsyncGenerator<InvoiceRow[]> {
    return readAll(this.dataSource, invoiceListingOf(company, filter, now));
  }

  customerRow(company: CompanyId, id: string): Promise<CustomerRow | undefined> {
    return this.findById(company, CUSTOMERS, id);
  }

  invoiceRow(company: CompanyId, id: string): Promise<InvoiceRow | undefined> {
    return this.findById(company, INVOICES, id);
  }

  findCustomer(company: CompanyId, by: RecordKey): Promise<Customer | null> {
    const where = 'id' in by ? { id: by.id } : { externalId: by.key };
    return this.transactions.manager.findOneBy(Customer, { companyId: ofCompany(company), ...where });
  }

  findInvoices(company: CompanyId, by: RecordKey): Promise<Invoice[]> {
    const where = 'id' in by ? { id: by.id } : { invoiceNumber: by.key };
    return this.transactions.manager.findBy(Invoice, { companyId: ofCompany(company), ...where });
  }

  private async findById<Row extends { id: string }>(
    company: CompanyId,
    { from, columns, joins }: Pick<Listing, 'from' | 'columns' | 'joins'>,
    id: string,
  ): Promise<Row | undefined> {
    const key = `SELECT id FROM ${from} WHERE ${IS_OF_COMPANY} AND id = $2`;
    const statement = `SELECT ${columns} FROM (${key}) k ${joins}`;
    const [row] = await prepared<Row>(this.dataSource, statement, [company, id]);
    return row;
  }
}
