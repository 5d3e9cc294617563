import { Injectable } from '@nestjs/common';
import { CancellationStore } from '../actions/store/cancellation-store.js';
import { Transactions } from '../database/transactions.js';
import { Outbox } from '../events/outbox.js';
import { LedgerService } from '../ledger/ledger.service.js';
import {
  CANCELLATION_REASONS,
  cancellationReasons,
  type CancellationReason,
} from '../ledger/writes/invoice-changes.js';
import type { InvoiceConflict } from '../ledger/writes/invoice-matches.js';
import { chunks } from '../database/sql/chunks.js';
import type { UpsertCounts } from '../database/sql/upsert-records.js';
import type { InvoiceRecord, LedgerRecords } from '../ledger/writes/ledger-records.js';
import { LIMITS } from '../limits.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import { type Actor, SYSTEM_ACTOR } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import type { ContactRecord } from '../tenancy/contacts/contact-record.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';
import { Clock } from '../time/clock.js';

export interface SyncRecords extends LedgerRecords {
  contacts: ContactRecord[];
}

/** Records whose invoices name those that they update. Invoices come in parts, so that they need not be in memory together. */
export interface MatchedRecords extends Omit<SyncRecords, 'invoices'> {
  invoices: AsyncIterable<InvoiceRecord[]> | Iterable<InvoiceRecord[]>;
}

export interface SyncOptions {
  /** Undoes the sync, which writes, cancels and tells nothing; the result and the errors are those of a real one. */
  dryRun?: boolean;
}

export interface SyncResult extends Record<keyof SyncRecords, UpsertCounts> {
  /** The number of actions that were cancelled, by reason. */
  cancelled_actions: Record<CancellationReason, number>;
}

@Injectable()
export class LedgerSyncService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly ledger: LedgerService,
    private readonly cancellations: CancellationStore,
    private readonly queue: CompanyQueue,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes the records of an accounting system in one transaction, for HTTP requests and files. Cancels the unfinished
   * actions on invoices whose change takes away their reason (CANCELLATIONS). Rows that are all unchanged write nothing, and are no event.
   * @param cause for the approval log and the event; null without a request
   * @throws DomainError invalid (unknown customers, conflicting invoices)
   */
  sync(
    company: CompanyId,
    records: SyncRecords,
    cause: Actor | null,
    options: SyncOptions = {},
  ): Promise<SyncResult> {
    return this.queue.serialize(company, async () => {
      const { ids, conflicts } = await this.ledger.matchInvoices(company, records.invoices);
      const errors = [...(await this.unknownCustomers(company, records)), ...conflicts.map(errorOf)];
      if (errors.length > 0) throw DomainError.invalid(errors);
      const invoices = records.invoices.map((record, index) => withId(record, ids[index]));
      return this.syncMatched(company, { ...records, invoices: [invoices] }, cause, options);
    });
  }

  /** The same for records that were matched in the open transaction, under the company's lock. Their customers must exist. */
  syncMatched(
    company: CompanyId,
    records: MatchedRecords,
    cause: Actor | null,
    { dryRun = false }: SyncOptions = {},
  ): Promise<SyncResult> {
    const write = () => this.write(company, records, cause);
    return dryRun ? this.transactions.undone(write) : write();
  }

  private async write(company: CompanyId, records: MatchedRecords, cause: Actor | null): Promise<SyncResult> {
    const contacts = await this.contacts.write(company, records.contacts);
    const customers = await this.ledger.write(company, 'customers', records.customers);
    const invoices = { created: 0, updated: 0, unchanged: 0 };
    const reasons = new Map<string, CancellationReason>();
    for await (const part of records.invoices) {
      const { counts, changes } = await this.ledger.write(company, 'invoices', part);
      invoices.created += counts.created;
      invoices.updated += counts.updated;
      invoices.unchanged += counts.unchanged;
      for (const [id, reason] of cancellationReasons(changes, this.clock.today())) reasons.set(id, reason);
    }
    // Last, because people who decide on these actions wait for their locks.
    const cancelled_actions = await this.cancelActions(company, reasons, cause);
    const kinds = { contacts, customers: customers.counts, invoices };
    const data = { ...kinds, cancelled_actions };
    if (Object.values(kinds).some(({ created, updated }) => created + updated > 0)) {
      const at = await this.clock.databaseNow(this.transactions.manager);
      const actor = cause ?? SYSTEM_ACTOR;
      await this.outbox.append(company, [{ type: 'ledger.synced', actor, data, at }]);
    }
    return data;
  }

  private async cancelActions(
    company: CompanyId,
    reasons: ReadonlyMap<string, CancellationReason>,
    cause: Actor | null,
  ): Promise<SyncResult['cancelled_actions']> {
    const counts = Object.fromEntries(CANCELLATION_REASONS.map((reason) => [reason, 0]));
    for (const part of chunks([...reasons], LIMITS.ledgerRows)) {
      const cancelled = await this.cancellations.cancelOnInvoices(company, new Map(part), cause);
      const ids = part.map(([id]) => id);
      await this.ledger.markActionsCancelled(company, ids, cancelled.at);
      for (const reason of cancelled.reasons) counts[reason]! += 1;
    }
    return counts as SyncResult['cancelled_actions'];
  }

  /** The invoices whose customer is neither in the same request nor in the ledger. */
  private async unknownCustomers(
    company: CompanyId,
    { customers, invoices }: LedgerRecords,
  ): Promise<FieldError[]> {
    const sentIds = new Set(customers.map(({ external_id }) => external_id));
    const referencedIds = new Set(invoices.map(({ customer_external_id }) => customer_external_id));
    const unknown = await this.ledger.unknownCustomers(
      company,
      [...referencedIds].filter((externalId) => !sentIds.has(externalId)),
    );
    return invoices.flatMap(({ customer_external_id }, index) => {
      if (!unknown.has(customer_external_id)) return [];
      const field = `invoices[${index}].customer_external_id`;
      const detail = `${field} must name a customer of this request or of the ledger.`;
      return [{ in: 'body', field, code: 'unknown', detail }];
    });
  }
}

/** @param id null if the record creates an invoice */
export const withId = (record: InvoiceRecord, id: string | null | undefined): InvoiceRecord =>
  id ? { ...record, id } : record;

function errorOf({ index, field: name, code, sentence }: InvoiceConflict): FieldError {
  const field = `invoices[${index}].${name}`;
  return { in: 'body', field, code, detail: `${field} ${sentence}.` };
}
