import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../problems/domain-error.js';
import type { Page, PageRequest } from '../api/response/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { type Aging, AgingRepository } from './aging.repository.js';
import type { Customer } from './customer.entity.js';
import type { Invoice } from './invoice.entity.js';
import {
  type ContactRow,
  type CreatedContact,
  type CustomerRow,
  type InvoiceRow,
  type LedgerFilter,
  LedgerRepository,
  type Named,
} from './ledger.repository.js';

export type { Named };

@Injectable()
export class LedgerService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly agings: AgingRepository,
  ) {}

  listContacts(company: CompanyId, filter: LedgerFilter): Promise<Page<ContactRow>> {
    return this.ledger.listContacts(company, filter);
  }

  listCustomers(company: CompanyId, filter: LedgerFilter): Promise<Page<CustomerRow>> {
    return this.ledger.listCustomers(company, filter);
  }

  listInvoices(company: CompanyId, filter: LedgerFilter): Promise<Page<InvoiceRow>> {
    return this.ledger.listInvoices(company, filter);
  }

  /** @throws DomainError not_found */
  async getCustomer(company: CompanyId, id: string): Promise<CustomerRow> {
    return found(await this.ledger.customerRow(company, id));
  }

  /** @throws DomainError not_found */
  async getInvoice(company: CompanyId, id: string): Promise<InvoiceRow> {
    return found(await this.ledger.invoiceRow(company, id));
  }

  aging(company: CompanyId, asOf: string, page: PageRequest): Promise<Aging> {
    return this.agings.aging(company, asOf, page);
  }

  /** Whether it is one of the company's own people, who has not left. */
  canApprove(company: CompanyId, contact: string): Promise<boolean> {
    return this.ledger.hasActiveContact(company, contact);
  }

  /** Within the transaction that is open. */
  findCustomer(company: CompanyId, named: Named): Promise<Pick<Customer, 'id'> | null> {
    return this.ledger.findCustomer(company, named);
  }

  /** Within the transaction that is open. */
  findInvoice(
    company: CompanyId,
    named: Named,
  ): Promise<Pick<Invoice, 'id' | 'customerId' | 'status' | 'balance' | 'currency'> | null> {
    return this.ledger.findInvoice(company, named);
  }

  async createContact(company: CompanyId, name: string, email: string): Promise<CreatedContact> {
    return this.ledger.insertContact(company, { id: uuidv7(), name, email });
  }
}

function found<Row>(row: Row | undefined): Row {
  if (!row) throw new DomainError('not_found');
  return row;
}
