import { groupBy } from '../../group-by.js';
import type { InvoiceRecord } from './ledger-records.js';

/** An invoice in the ledger, for comparison with a record. */
export type StoredInvoice = Pick<
  InvoiceRecord,
  'invoice_number' | 'kind' | 'customer_external_id' | 'amount' | 'currency' | 'issued_on'
> & { id: string; external_id: string | null };

/** Why a record must not be written. */
export interface InvoiceConflict {
  /** The index of the record. */
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

const ASK_FOR_KEY = 'send an external_id with each invoice if the numbers repeat';

/**
 * Finds the invoice that each record updates: the one with its `external_id`, or else with its number. A record with a new
 * `external_id` gives it to the invoice of the same customer and number that has none, so that a ledger can start to send them.
 * @param stored all invoices with the `external_id` or the number of a record
 */
export function matchInvoices(
  records: readonly InvoiceRecord[],
  stored: readonly StoredInvoice[],
): InvoiceMatches {
  const byExternalId = new Map(stored.map((invoice) => [invoice.external_id, invoice]));
  const byNumber = groupBy(stored, ({ invoice_number }) => invoice_number);
  const ids: (string | null)[] = records.map(() => null);
  const conflicts: InvoiceConflict[] = [];
  const taken = new Set<string>();
  const take = (index: number, { id }: StoredInvoice): void => {
    ids[index] = id;
    taken.add(id);
  };

  const unmatched: number[] = [];
  for (const [index, record] of records.entries()) {
    const { external_id, invoice_number } = record;
    const numbered = byNumber.get(invoice_number) ?? [];
    const match = external_id ? byExternalId.get(external_id) : invoiceOfNumber(record, numbered);
    const refuse = (code: InvoiceConflict['code'], sentence: string) =>
      conflicts.push({ index, field: external_id ? 'external_id' : 'invoice_number', code, sentence });
    if (match === 'ambiguous')
      refuse(
        'conflicting_invoice',
        `must name one invoice, but ${numbered.length} have it: send the external_id`,
      );
    else if (!match) unmatched.push(index);
    else if (match.kind !== record.kind)
      refuse('conflicting_invoice', `must not be that of ${NOUNS[match.kind]}, whose kind cannot change`);
    else if (!external_id && !isSameCustomer(record, match) && !isSameDocument(record, match))
      refuse(
        'conflicting_invoice',
        `must not be that of another customer’s invoice with another amount, currency or issue date: ${ASK_FOR_KEY}`,
      );
    else if (taken.has(match.id)) refuse('repeated', 'must not name the same invoice as an earlier row');
    else take(index, match);
  }

  // If several records could give their key to one invoice, the one with its amount and issue date does.
  for (const isCandidate of [isSameDocument, () => true]) {
    for (const index of unmatched) {
      const record = records[index]!;
      const match = byNumber
        .get(record.invoice_number)
        ?.find((invoice) => invoice.external_id === null && isSameCustomer(record, invoice));
      if (!match || match.kind !== record.kind || ids[index] || taken.has(match.id)) continue;
      if (isCandidate(record, match)) take(index, match);
    }
  }
  return { ids, conflicts };
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
