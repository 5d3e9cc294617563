import { DateField, TextField, UuidField } from '../../api/response/response-fields.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../ledger/invoice-status.js';
import type { InvoiceColumns } from '../inbox/action-rows.js';

/** The invoice that an action is about. */
export class ActionInvoice {
  @UuidField('The id of the invoice.', '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a')
  id: string;

  @TextField('The invoice number.', 'INV-1042')
  invoice_number: string;

  @TextField('The invoice amount, as a decimal string.', '1250.00')
  amount: string;

  @TextField('The open balance, as a decimal string.', '1000.00')
  balance: string;

  @TextField('The ISO 4217 currency code.', 'USD')
  currency: string;

  @DateField('The due date.', '2026-10-12')
  due_date: string;

  @TextField('The status of the invoice.', 'open', { enum: INVOICE_STATUSES })
  status: InvoiceStatus;

  /** Null if the action concerns the customer as a whole. */
  static from(row: InvoiceColumns): ActionInvoice | null {
    if (row.invoice_id === null) return null;
    return {
      id: row.invoice_id,
      invoice_number: row.invoice_number!,
      amount: row.invoice_amount!,
      balance: row.invoice_balance!,
      currency: row.invoice_currency!,
      due_date: row.invoice_due_on!,
      status: row.invoice_status!,
    };
  }
}
