import { ApprovalLogEntry } from '../../actions/dto/approval-log-entry.response.js';
import { Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { CompanyLogRow } from '../../actions/store/log/log-row.js';

/** An entry of the approval log of a company. */
export class CompanyLogEntry extends ApprovalLogEntry {
  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  action_id: string;

  @UuidField('The id of the customer.', '019aaf2e-3c4d-7e5f-8a61-7c8d9e0f1a2b')
  customer_id: string;

  @TextField('The current name of the customer.', 'Acme Industrial Supply')
  customer_name: string;

  @UuidField(
    'The id of the invoice; null if the action concerns the customer as a whole.',
    '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a',
    Nullable,
  )
  invoice_id: string | null;

  @TextField('The invoice number; null without an invoice.', 'INV-1042', Nullable)
  invoice_number: string | null;

  static override from(row: CompanyLogRow): CompanyLogEntry {
    return {
      ...ApprovalLogEntry.from(row),
      action_id: row.action_id,
      customer_id: row.customer_id,
      customer_name: row.customer_name,
      invoice_id: row.invoice_id,
      invoice_number: row.invoice_number,
    };
  }
}

export const ApprovalLogPage = pageOf(ApprovalLogEntry, 'ApprovalLogPage');
export const CompanyLogPage = pageOf(CompanyLogEntry, 'CompanyLogPage');
