import { Injectable } from '@nestjs/common';
import type { CursorPage, CursorRequest } from '../database/keyset/read-list.js';
import type { Page, PageRequest } from '../database/page.js';
import { DomainError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { type Aging, AgingRepository } from './aging/aging.repository.js';
import type { Customer } from './customers/customer.entity.js';
import { type CustomerSummary, CustomerSummaryRepository } from './customers/customer-summary.repository.js';
import type { Invoice } from './invoice.entity.js';
import { type CustomerRow, type InvoiceRow, LedgerRepository, type RecordKey } from './ledger.repository.js';
import type { CustomerFilter, InvoiceFilter } from './ledger-lists.js';
import type { Recipient } from './customers/recipient.js';
import {
  type OpenInvoice,
  type ReceivableTotal,
  ReceivablesRepository,
  type SubjectKeys,
} from './receivables.repository.js';
import {
  type InvoiceConflict,
  type InvoiceMatcher,
  type InvoiceMatches,
  matchInvoices,
} from './writes/invoice-matches.js';
import type { InvoiceRecord, LedgerRecords } from './writes/ledger-records.js';
import { LedgerWritesRepository, type WriteResult } from './writes/ledger-writes.repository.js';

export type FoundInvoice = Pick<
  Invoice,
  'id' | 'customerId' | 'kind' | 'status' | 'balance' | 'currency' | 'dueOn'
>;

@Injectable()
export class LedgerService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly agings: AgingRepository,
    private readonly summaries: CustomerSummaryRepository,
    private readonly receivables: ReceivablesRepository,
    private readonly writes: LedgerWritesRepository,
  ) {}

  /** @param now the time at which holds are evaluated */
  listCustomers(
    company: CompanyId,
    filter: CustomerFilter,
    page: PageRequest,
    now: Date,
  ): Promise<Page<CustomerRow>> {
    return this.ledger.listCustomers(company, filter, page, now);
  }

  /** @param now the time at which holds and due dates are evaluated */
  listInvoices(
    company: CompanyId,
    filter: InvoiceFilter,
    page: PageRequest,
    now: Date,
  ): Promise<Page<InvoiceRow>> {
    return this.ledger.listInvoices(company, filter, page, now);
  }

  /** @throws DomainError invalid if the cursor is none of this list with this filter */
  customersAfter(
    company: CompanyId,
    filter: CustomerFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<CustomerRow>> {
    return this.ledger.customersAfter(company, filter, request, now);
  }

  /** @throws DomainError invalid if the cursor is none of this list with this filter */
  invoicesAfter(
    company: CompanyId,
    filter: InvoiceFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<InvoiceRow>> {
    return this.ledger.invoicesAfter(company, filter, request, now);
  }

  /** All customers that match the filter, in batches, each as it is when its batch is read. */
  allCustomers(company: CompanyId, filter: CustomerFilter, now: Date): AsyncGenerator<CustomerRow[]> {
    return this.ledger.allCustomers(company, filter, now);
  }

  /** All invoices that match the filter, in batches, each as it is when its batch is read. */
  allInvoices(company: CompanyId, filter: InvoiceFilter, now: Date): AsyncGenerator<InvoiceRow[]> {
    return this.ledger.allInvoices(company, filter, now);
  }

  /** @throws DomainError not_found */
  async getCustomer(company: CompanyId, id: string): Promise<CustomerRow> {
    return found(await this.ledger.customerRow(company, id));
  }

  /** @throws DomainError not_found */
  async getInvoice(company: CompanyId, id: string): Promise<InvoiceRow> {
    return found(await this.ledger.invoiceRow(company, id));
  }

  /**
   * @param today the day on which days overdue are counted, YYYY-MM-DD
   * @throws DomainError not_found
   */
  async customerSummary(company: CompanyId, id: string, today: string): Promise<CustomerSummary> {
    return found(await this.summaries.find(company, id, today));
  }

  /**
   * @param asOf YYYY-MM-DD
   * @throws DomainError invalid if the day is past and before the first invoice of the ledger
   */
  async aging(company: CompanyId, asOf: string, page: PageRequest): Promise<Aging> {
    const aging = await this.agings.aging(company, asOf, page);
    if (aging.firstDay === null || asOf >= aging.firstDay) return aging;
    const detail = `as_of must be ${aging.firstDay} or later: the ledger knows no earlier invoices.`;
    throw DomainError.invalid([{ in: 'query', field: 'as_of', code: 'before_ledger', detail }]);
  }

  // The methods below run in the open transaction.

  findCustomer(
    company: CompanyId,
    by: RecordKey,
  ): Promise<Pick<Customer, 'id' | 'name' | 'timeZone'> | null> {
    return this.ledger.findCustomer(company, by);
  }

  async findInvoice(company: CompanyId, by: { id: string }): Promise<FoundInvoice | null> {
    return (await this.ledger.findInvoices(company, by))[0] ?? null;
  }

  /** The invoice with the id, or all invoices with the number. */
  findInvoices(company: CompanyId, by: RecordKey): Promise<FoundInvoice[]> {
    return this.ledger.findInvoices(company, by);
  }

  /** Whom e-mails to a customer go to; null without an address. */
  recipient(company: CompanyId, customerId: string): Promise<Recipient | null> {
    return this.receivables.recipient(company, customerId);
  }

  /** The number and the average balance of the receivables in each currency. */
  receivableTotals(company: CompanyId): Promise<ReceivableTotal[]> {
    return this.receivables.totals(company);
  }

  /** The ids of the receivables after an id, in their order, at most `count`. */
  receivableIdsAfter(company: CompanyId, id: string, count: number): Promise<string[]> {
    return this.receivables.idsAfter(company, id, count);
  }

  /** The receivables among the invoices with these ids, and their customers; earliest due date first. */
  openInvoices(company: CompanyId, ids: readonly string[]): Promise<OpenInvoice[]> {
    return this.receivables.openInvoices(company, ids);
  }

  /** The ids of the invoices and customers among `keys` that exist. */
  findIds(company: CompanyId, keys: SubjectKeys): Promise<{ invoiceIds: string[]; customerIds: string[] }> {
    return this.receivables.findIds(company, keys);
  }

  /** The external ids that no customer in the ledger has. */
  unknownCustomers(company: CompanyId, externalIds: readonly string[]): Promise<Set<string>> {
    return this.writes.unknownCustomers(company, externalIds);
  }

  /** The invoices that the records update, and the records that must not be written. */
  async matchInvoices(company: CompanyId, records: readonly InvoiceRecord[]): Promise<InvoiceMatches> {
    return matchInvoices(records, await this.writes.storedInvoices(company, records));
  }

  /** The same for a part of the records, with their indexes among all. Returns those that must not be written. */
  async matchPart(
    company: CompanyId,
    matcher: InvoiceMatcher,
    records: readonly InvoiceRecord[],
    indexes: readonly number[],
  ): Promise<InvoiceConflict[]> {
    return matcher.add(records, await this.writes.storedInvoices(company, records), indexes);
  }

  /** Writes the records that are new or have changed. The customers of all invoices must exist, and their ids be matched. */
  write<Kind extends keyof LedgerRecords>(
    company: CompanyId,
    kind: Kind,
    records: LedgerRecords[Kind],
  ): Promise<WriteResult> {
    return this.writes.upsert(company, kind, records);
  }

  /** Stores when a change of the invoices cancelled their actions. Actions that were deleted before cannot be restored. */
  markActionsCancelled(company: CompanyId, invoiceIds: readonly string[], at: Date): Promise<void> {
    return this.writes.markActionsCancelled(company, invoiceIds, at);
  }
}

function found<Row>(row: Row | undefined): Row {
  if (!row) throw new DomainError('not_found');
  return row;
}
