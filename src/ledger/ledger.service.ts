import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Page } from '../http/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import {
  type ContactRow,
  type CustomerRow,
  type InvoiceRow,
  type LedgerFilter,
  LedgerRepository,
} from './ledger.repository.js';

@Injectable()
export class LedgerService {
  constructor(private readonly ledger: LedgerRepository) {}

  listContacts(company: CompanyId, filter: LedgerFilter): Promise<Page<ContactRow>> {
    return this.ledger.listContacts(company, filter);
  }

  listCustomers(company: CompanyId, filter: LedgerFilter): Promise<Page<CustomerRow>> {
    return this.ledger.listCustomers(company, filter);
  }

  listInvoices(company: CompanyId, filter: LedgerFilter): Promise<Page<InvoiceRow>> {
    return this.ledger.listInvoices(company, filter);
  }

  /** Whether it is one of the company's own people. */
  hasContact(company: CompanyId, id: string): Promise<boolean> {
    return this.ledger.hasContact(company, id);
  }

  async createContact(company: CompanyId, name: string, email: string): Promise<ContactRow> {
    return this.ledger.insertContact(company, { id: uuidv7(), name, email });
  }
}
