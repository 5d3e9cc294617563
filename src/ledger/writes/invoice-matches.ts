import { groupBy } from '../../group-by.js';
import type { InvoiceRecord } from './ledger-records.js';

/** An invoice in the ledger, for comparison with a record. */
export type StoredInvoice = Pick<
  InvoiceRecord,
  'invoice_number' | 'kind' | 'customer_external_id' | 'amount' | 'currency' | 'issued_on'
> & { id: string; external_id: string | null };

/** Why a record must not be written. */
export interface InvoiceConflict {
  /** The index of the record among all. */
  index: number;
  field: 'invoice_number' | 'external_id';
  code: 'conflicting_invoice' | 'repeated';
  /** Continues the name of the field. */
  sentence: string;
}

export interface InvoiceMatches {
  /** By record, the id of the invoice that it updates; null if it creates one. */
  ids: (string | null)[];
  conflicts: InvoiceConflict[];
}

/** Finds the invoices that all records of a ledger update. */
export function matchInvoices(
  records: readonly InvoiceRecord[],
  stored: readonly StoredInvoice[],
): InvoiceMatches {
  const matcher = new InvoiceMatcher(new Map(), new Map());
  const conflicts = matcher.add(records, stored, [...records.keys()]);
  return { ids: records.map((_, index) => matcher.ids.get(index) ?? null), conflicts };
}

const ASK_FOR_KEY = 'send an external_id with each invoice if the numbers repeat';

/** A Map, or a structure that takes less memory. */
export interface IdsByIndex {
  get(index: number): string | undefined;
  set(index: number, id: string): unknown;
  delete(index: number): unknown;
}
export interface NumbersByText {
  get(text: string): number | undefined;
  set(text: string, number: number): unknown;
}

/** The owner of an invoice that a record names by its keys. Other owners are candidates, `candidateOf()`. */
const TAKEN = 0xffff_fffe;
const candidateOf = (index: number, isSame: boolean): number => 2 * index + Number(isSame);
const isSameCandidate = (owner: number): boolean => owner % 2 === 1;
const indexOf = (owner: number): number => Math.floor(owner / 2);

/**
 * Finds the invoice that each record updates: the one with its `external_id`, or else with its number. A record with a new
 * `external_id` gives it to the invoice of the same customer and number that has none, so that a ledger can start to send them.
 * Takes the records in parts, so that a file of millions of rows need not be in memory. All of them come before the first is written.
 */
export class InvoiceMatcher {
  /**
   * @param ids by record, the id of the invoice that it updates; final once all records are added
   * @param owners by the id of an invoice, who it belongs to
   */
  constructor(
    readonly ids: IdsByIndex,
    private readonly owners: NumbersByText,
  ) {}

  /**
   * @param stored all invoices with the `external_id` or the number of a record
   * @param indexes of the records, such as their lines
   * @returns the records that must not be written
   */
  add(
    records: readonly InvoiceRecord[],
    stored: readonly StoredInvoice[],
    indexes: readonly number[],
  ): InvoiceConflict[] {
    const byExternalId = new Map(stored.map((invoice) => [invoice.external_id, invoice]));
    const byNumber = groupBy(stored, ({ invoice_number }) => invoice_number);
    const conflicts: InvoiceConflict[] = [];
    for (const [n, record] of records.entries()) {
      const index = indexes[n]!;
      const { external_id, invoice_number } = record;
      const numbered = byNumber.get(invoice_number) ?? [];
      const match = external_id ? byExternalId.get(external_id) : invoiceOfNumber(record, numbered);
      const refuse = (code: InvoiceConflict['code'], sentence: string) =>
        conflicts.push({
          index,
          field: external_id ? 'external_id' : 'invoice_number',
          code,
          sentence,
        });
      if (match === 'ambiguous')
        refuse(
          'conflicting_invoice',
          `must name one invoice, but ${numbered.length} have it: send the external_id`,
        );
      else if (!match) this.offerKey(index, record, numbered);
      else if (match.kind !== record.kind)
        refuse('conflicting_invoice', `must not be that of ${NOUNS[match.kind]}, whose kind cannot change`);
      else if (!external_id && !isSameCustomer(record, match) && !isSameDocument(record, match))
        refuse(
          'conflicting_invoice',
          `must not be that of another customer’s invoice with another amount, currency or issue date: ${ASK_FOR_KEY}`,
        );
      else if (!this.take(index, match))
        refuse('repeated', 'must not name the same invoice as an earlier row');
    }
    return conflicts;
  }

  /** Fails if an earlier record names the same invoice. A record that would only give it its key creates an invoice instead. */
  private take(index: number, { id }: StoredInvoice): boolean {
    const owner = this.owners.get(id);
    if (owner === TAKEN) return false;
    if (owner !== undefined) this.ids.delete(indexOf(owner));
    this.owners.set(id, TAKEN);
    this.ids.set(index, id);
    return true;
  }

  /** If several records could give their key to one invoice, the first with its amount and issue date does, or else the first. */
  private offerKey(index: number, record: InvoiceRecord, numbered: readonly StoredInvoice[]): void {
    const match = numbered.find((invoice) => invoice.external_id === null && isSameCustomer(record, invoice));
    if (!match || match.kind !== record.kind) return;
    const isSame = isSameDocument(record, match);
    const owner = this.owners.get(match.id);
    if (owner !== undefined) {
      if (owner === TAKEN || !isSame || isSameCandidate(owner)) return;
      this.ids.delete(indexOf(owner));
    }
    this.owners.set(match.id, candidateOf(index, isSame));
    this.ids.set(index, match.id);
  }
}

const NOUNS = { invoice: 'an invoice', credit_note: 'a credit note' } as const;

/** The invoice that a record without `external_id` means, among those with its number. */
function invoiceOfNumber(
  record: InvoiceRecord,
  numbered: readonly StoredInvoice[],
): StoredInvoice | 'ambiguous' | undefined {
  if (numbered.length <= 1) return numbered[0];
  const own = numbered.filter((invoice) => isSameCustomer(record, invoice));
  return (own.length === 1 ? own[0] : own.find(({ external_id }) => external_id === null)) ?? 'ambiguous';
}

const isSameCustomer = (record: InvoiceRecord, invoice: StoredInvoice): boolean =>
  invoice.customer_external_id === record.customer_external_id;

/** Whether an invoice of another customer is the same document, which was transferred. */
const isSameDocument = (record: InvoiceRecord, invoice: StoredInvoice): boolean =>
  invoice.amount === record.amount &&
  invoice.currency === record.currency &&
  invoice.issued_on === record.issued_on;
