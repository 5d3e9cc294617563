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
import { listOf } from '../../api/response/page.response.js';
import { inForce } from '../holds/stored-hold.js';
import type { InvoiceRow } from '../ledger.repository.js';
import { withMinorDigits } from '../money.js';
import { CustomerReference } from './customer-reference.js';
import { HoldField, HoldResponse } from './hold.response.js';
import { INVOICE_KINDS, INVOICE_STATUSES, type InvoiceKind, type InvoiceStatus } from '../invoice-status.js';

export class InvoiceResponse {
  @UuidField('The id of the invoice.', '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a')
  id: string;

  @ApiProperty({ type: CustomerReference, description: 'The customer.' })
  customer: CustomerReference;

  @TextField('The key of the customer in the accounting system.', 'C-10042')
  customer_external_id: string;

  @TextField(
    'The key of the invoice in the accounting system; null if the ledger identifies it by its number.',
    null,
    Nullable,
  )
  external_id: string | null;

  @TextField('The invoice number.', 'INV-1042')
  invoice_number: string;

  @TextField(
    'Whether this is an invoice or a credit note, which reduces what the customer owes.',
    'invoice',
    {
      enum: INVOICE_KINDS,
    },
  )
  kind: InvoiceKind;

  @TextField('The amount on the document, as a decimal string; above zero for a credit note too.', '1250.00')
  amount: string;

  @TextField(
    'What is open of the amount, as a decimal string; zero if the invoice is paid or void, below zero if it is overpaid. Of a ' +
      'credit note: the credit that is left.',
    '1250.00',
  )
  balance: string;

  @TextField('The ISO 4217 currency code.', 'USD')
  currency: string;

  @DateField('The issue date.', '2026-09-12')
  issued_on: string;

  @DateField('The due date.', '2026-10-12')
  due_date: string;

  @TextField('The status of the invoice.', 'open', { enum: INVOICE_STATUSES })
  status: InvoiceStatus;

  @BooleanField('Whether the customer disputes the invoice.', false)
  disputed: boolean;

  @DateField('The day on which the customer promised to pay; null without a promise.', null, Nullable)
  promised_on: string | null;

  @DateField(
    'The day on which the invoice was paid; null if it is not paid or the day is unknown.',
    null,
    Nullable,
  )
  settled_on: string | null;

  @HoldField('The hold on the invoice itself; null if there is none.')
  hold: HoldResponse | null;

  @HoldField('The hold on the customer, which covers the invoice too; null if there is none.')
  customer_hold: HoldResponse | null;

  @DateTimeField('When the invoice was created in the ledger.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @DateTimeField('When the invoice last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  /** @param now the time at which holds are evaluated */
  static from(row: InvoiceRow, now: Date): InvoiceResponse {
    return {
      id: row.id,
      customer: { id: row.customer_id, name: row.customer_name },
      customer_external_id: row.customer_external_id,
      external_id: row.external_id,
      invoice_number: row.invoice_number,
      kind: row.kind,
      amount: row.amount,
      balance: withMinorDigits(row.balance, row.currency),
      currency: row.currency,
      issued_on: row.issued_on,
      due_date: row.due_on,
      status: row.status,
      disputed: row.disputed,
      promised_on: row.promised_on,
      settled_on: row.settled_on,
      hold: HoldResponse.from(inForce(row.hold, now)),
      customer_hold: HoldResponse.from(inForce(row.customer_hold, now)),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

export const InvoicePage = listOf(InvoiceResponse, 'InvoicePage');
