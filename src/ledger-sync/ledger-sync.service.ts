import { Injectable } from '@nestjs/common';
import { RecommendationStore } from '../actions/store/recommendation-store.js';
import { Clock } from '../time/clock.js';
import { lockCompany } from '../tenancy/lock-company.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { reasonsOf } from '../ledger/writes/invoice-changes.js';
import type { LedgerCounts, LedgerRecords } from '../ledger/writes/ledger-records.js';
import { LedgerWritesRepository } from '../ledger/writes/ledger-writes.repository.js';

@Injectable()
export class LedgerSyncService {
  constructor(
    private readonly ledger: LedgerWritesRepository,
    private readonly proposals: RecommendationStore,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in what the accounting system says, all or nothing: the one way into the ledger. What waits for a decision on
   * an invoice that is paid, void, another customer's, newly disputed or promised is called off with it.
   * @throws DomainError invalid (customers that nobody knows)
   */
  sync(
    company: CompanyId,
    records: LedgerRecords,
    requestId: string | null,
    onProgress?: (invoices: number) => void,
  ): Promise<LedgerCounts> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      await this.checkCustomers(company, records);
      const contacts = await this.ledger.upsert(company, 'contacts', records.contacts);
      const customers = await this.ledger.upsert(company, 'customers', records.customers);
      const invoices = await this.ledger.upsert(company, 'invoices', records.invoices, onProgress);
      await this.proposals.lapse(company, reasonsOf(invoices.changes, this.clock.today()), requestId);
      return { contacts: contacts.counts, customers: customers.counts, invoices: invoices.counts };
    });
  }

  /** Every invoice must name a customer that comes with it or is known already. */
  private async checkCustomers(company: CompanyId, { customers, invoices }: LedgerRecords): Promise<void> {
    const given = new Set(customers.map(({ external_id }) => external_id));
    const named = new Set(invoices.map(({ customer_external_id }) => customer_external_id));
    const sought = [...named].filter((key) => !given.has(key));
    const unknown = await this.ledger.unknownCustomers(company, sought);
    const errors = invoices.flatMap(({ customer_external_id }, at) => {
      if (!unknown.has(customer_external_id)) return [];
      const field = `invoices[${at}].customer_external_id`;
      const detail = `${field} must name a customer of this call or of the ledger.`;
      return [{ in: 'body' as const, field, code: 'unknown', detail }];
    });
    if (errors.length > 0) throw DomainError.invalid(errors);
  }
}
