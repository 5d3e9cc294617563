import { Injectable } from '@nestjs/common';
import { LedgerService } from '../ledger/ledger.service.js';
import type { RecordKey } from '../ledger/ledger.repository.js';
import { DomainError, type FieldError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import type { Subject } from './new-recommendation.js';

type Invoice = NonNullable<Awaited<ReturnType<LedgerService['findInvoice']>>>;

/** Finds the customer and the invoice of a recommendation, in the current transaction. */
@Injectable()
export class SubjectFinder {
  constructor(private readonly ledger: LedgerService) {}

  /**
   * The customer of the invoice, if the input names no customer.
   * @throws DomainError invalid if the customer or the invoice does not exist in this company
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
    const invoice = invoiceField
      ? await this.ledger.findInvoice(company, keyOf(input.invoice_id, input.invoice_number))
      : null;
    const errors: FieldError[] = [];
    if (customerField && !customer)
      errors.push(fieldError(customerField, 'unknown', 'must name a customer of the company'));
    if (invoiceField && !invoice)
      errors.push(fieldError(invoiceField, 'unknown', 'must name an invoice of the company'));
    if (errors.length > 0) throw DomainError.invalid(errors);
    const subject = {
      customerId: customer?.id ?? invoice!.customerId,
      invoiceId: invoice?.id ?? null,
      balance: invoice?.balance ?? null,
      currency: invoice?.currency ?? null,
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
    if (invoice && invoice.status !== 'open')
      errors.push(fieldError(field, 'not_open', `must name an open invoice; this one is ${invoice.status}`));
    if (input.expires_at && input.expires_at <= now)
      errors.push(fieldError('expires_at', 'past', 'must be in the future'));
    if (errors.length > 0) throw DomainError.invalid(errors);
  }
}

const customerFieldOf = (input: RecommendationInput): 'customer_id' | 'customer_external_id' | undefined =>
  input.customer_id ? 'customer_id' : input.customer_external_id ? 'customer_external_id' : undefined;

const invoiceFieldOf = (input: RecommendationInput): 'invoice_id' | 'invoice_number' | undefined =>
  input.invoice_id ? 'invoice_id' : input.invoice_number ? 'invoice_number' : undefined;

const keyOf = (id: string | undefined, key: string | undefined): RecordKey => (id ? { id } : { key: key! });

const fieldError = (field: string, code: string, sentence: string): FieldError => ({
  in: 'body',
  field,
  code,
  detail: `${field} ${sentence}.`,
});
