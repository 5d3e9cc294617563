import { Injectable } from '@nestjs/common';
import { type FoundInvoice as Invoice, LedgerService } from '../ledger/ledger.service.js';
import { otherThanReceivable } from '../ledger/receivable.js';
import type { RecordKey } from '../ledger/ledger.repository.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import type { Subject } from './new-recommendation.js';

/** Finds the customer and the invoice of a recommendation, in the current transaction. */
@Injectable()
export class SubjectFinder {
  constructor(private readonly ledger: LedgerService) {}

  /**
   * The customer of the invoice, if the input names no customer.
   * @throws DomainError invalid if the customer or the invoice does not exist in this company, or the invoice is ambiguous
   */
  async find(
    company: CompanyId,
    input: RecommendationInput,
  ): Promise<{ subject: Subject; invoice: Invoice | null }> {
    const customerField = customerFieldOf(input);
    const invoiceField = invoiceFieldOf(input);
    const customer = customerField
      ? await this.ledger.findCustomer(company, keyOf(input.customer_id, input.customer_external_id))
      : null;
    const invoices = invoiceField
      ? await this.ledger.findInvoices(company, keyOf(input.invoice_id, input.invoice_number))
      : [];
    const invoice = onlyOne(invoices, customer?.id);
    const errors: FieldError[] = [];
    if (customerField && !customer)
      errors.push(fieldError(customerField, 'unknown', 'must name a customer of the company'));
    if (invoiceField && !invoice && invoices.length > 1)
      errors.push(fieldError(invoiceField, 'ambiguous', AMBIGUOUS));
    else if (invoiceField && !invoice)
      errors.push(fieldError(invoiceField, 'unknown', 'must name an invoice of the company'));
    if (errors.length > 0) throw DomainError.invalid(errors);
    const owner = customer ?? (await this.ledger.findCustomer(company, { id: invoice!.customerId }))!;
    const subject = {
      customerId: owner.id,
      invoiceId: invoice?.id ?? null,
      balance: invoice?.balance ?? null,
      currency: invoice?.currency ?? null,
      dueOn: invoice?.dueOn ?? null,
      customerName: owner.name,
    };
    return { subject, invoice };
  }

  /**
   * Checks the conditions for a new recommendation, which need not hold for a repetition.
   * @throws DomainError invalid
   */
  checkOpen(input: RecommendationInput, { customerId }: Subject, invoice: Invoice | null, now: Date): void {
    const errors: FieldError[] = [];
    const field = invoiceFieldOf(input)!;
    if (invoice && invoice.customerId !== customerId)
      errors.push(fieldError(field, 'customer', 'must name an invoice of that customer'));
    const other = invoice && otherThanReceivable(invoice);
    if (other) errors.push(fieldError(field, 'not_open', `must name an open invoice; this one is ${other}`));
    if (input.expires_at && input.expires_at <= now)
      errors.push(fieldError('expires_at', 'past', 'must be in the future'));
    if (errors.length > 0) throw DomainError.invalid(errors);
  }
}

const customerFieldOf = (input: RecommendationInput): 'customer_id' | 'customer_external_id' | undefined =>
  input.customer_id ? 'customer_id' : input.customer_external_id ? 'customer_external_id' : undefined;

const invoiceFieldOf = (input: RecommendationInput): 'invoice_id' | 'invoice_number' | undefined =>
  input.invoice_id ? 'invoice_id' : input.invoice_number ? 'invoice_number' : undefined;

const AMBIGUOUS =
  'must name one invoice, but several have it: send invoice_id, or the customer if only one is theirs';

/** The invoice, or of several with one number the only one of the customer; null if there is none or more than one. */
function onlyOne(invoices: readonly Invoice[], customerId: string | undefined): Invoice | null {
  const candidates =
    invoices.length > 1 ? invoices.filter((invoice) => invoice.customerId === customerId) : invoices;
  return candidates.length === 1 ? candidates[0]! : null;
}

const keyOf = (id: string | undefined, key: string | undefined): RecordKey => (id ? { id } : { key: key! });

const fieldError = (field: string, code: string, sentence: string): FieldError => ({
  in: 'body',
  field,
  code,
  detail: `${field} ${sentence}.`,
});
