import { ApiProperty } from '@nestjs/swagger';
import {
  DateField,
  UuidField,
  timestamp,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
} from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { InvoiceRow } from '../ledger.repository.js';
import { withMinorDigits } from '../money.js';
import { CustomerReference } from './customer-reference.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../invoice-status.js';

/** What is owed, by whom and until when. */
export class InvoiceResponse {
  @UuidField('The invoice.', '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a')
  id: string;

  @ApiProperty({ type: CustomerReference, description: 'Who owes it.' })
  customer: CustomerReference;

  @TextField('Its number.', 'INV-1042')
  invoice_number: string;

  @TextField('What it is over: an exact decimal.', '1250.00')
  amount: string;

  @TextField('What is still owed of it: an exact decimal, zero once it is paid or void.', '1250.00')
  balance: string;

  @TextField('ISO 4217.', 'USD')
  currency: string;

  @DateField('When it was issued.', '2026-09-12')
  issued_on: string;

  @DateField('When it is due.', '2026-10-12')
  due_date: string;

  @TextField('Whether it is still owed.', 'open', { enum: INVOICE_STATUSES })
  status: InvoiceStatus;

  @BooleanField('Whether the customer disputes it.', false)
  disputed: boolean;

  @DateField('For which day the customer has promised to pay it.', null, Nullable)
  promised_on: string | null;

  @DateField('When it was paid.', null, Nullable)
  settled_on: string | null;

  @DateTimeField('When it came into the ledger.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @DateTimeField('When it last changed.', '2026-11-02T08:00:00.000Z')
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
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

export const InvoicePage = pageOf(InvoiceResponse, 'InvoicePage');
