import { ApiProperty } from '@nestjs/swagger';
import { Day, Id, instant, Moment, OrNull, Text, Truth } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../invoice.entity.js';
import type { InvoiceRow } from '../ledger.repository.js';
import { withMinorDigits } from '../money.js';
import { CustomerReference } from './customer-reference.js';

/** What is owed, by whom and until when. */
export class InvoiceResponse {
  @Id('The invoice.', '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a')
  id: string;

  @ApiProperty({ type: CustomerReference, description: 'Who owes it.' })
  customer: CustomerReference;

  @Text('Its number.', 'INV-1042')
  invoice_number: string;

  @Text('What it is over: an exact decimal.', '1250.00')
  amount: string;

  @Text('What is still owed of it: an exact decimal, zero once it is paid or void.', '1250.00')
  balance: string;

  @Text('ISO 4217.', 'USD')
  currency: string;

  @Day('When it was issued.', '2026-09-12')
  issued_on: string;

  @Day('When it is due.', '2026-10-12')
  due_date: string;

  @Text('Whether it is still owed.', 'open', { enum: INVOICE_STATUSES })
  status: InvoiceStatus;

  @Truth('Whether the customer disputes it.', false)
  disputed: boolean;

  @Day('For which day the customer has promised to pay it.', null, OrNull)
  promised_on: string | null;

  @Day('When it was paid.', null, OrNull)
  settled_on: string | null;

  @Moment('When it came into the ledger.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @Moment('When it last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  static from(row: InvoiceRow): InvoiceResponse {
    return {
      id: row.id,
      customer: { id: row.customer_id, name: row.customer_name },
      invoice_number: row.invoice_number,
      amount: row.amount,
      balance: withMinorDigits(row.balance, row.currency),
      currency: row.currency,
      issued_on: row.issued_on,
      due_date: row.due_on,
      status: row.status,
      disputed: row.disputed,
      promised_on: row.promised_on,
      settled_on: row.settled_on,
      created_at: instant(row.created_at),
      updated_at: instant(row.updated_at),
    };
  }
}

export const InvoicePage = pageOf(InvoiceResponse, 'InvoicePage');
