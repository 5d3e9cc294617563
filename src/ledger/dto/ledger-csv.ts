import { type CsvColumns, fieldColumns } from '../../csv.js';
import type { CustomerResponse } from './customer.response.js';
import type { InvoiceResponse } from './invoice.response.js';

/** The columns of exported customers and invoices: names instead of objects. */

export const CUSTOMER_CSV: CsvColumns<CustomerResponse> = {
  ...fieldColumns<CustomerResponse>([
    'id',
    'external_id',
    'name',
    'email',
    'phone',
    'contact_name',
    'time_zone',
  ]),
  on_hold: ({ hold }) => hold !== null,
  hold_until: ({ hold }) => hold?.until ?? null,
  hold_reason: ({ hold }) => hold?.reason ?? null,
  contacts: ({ contacts }) =>
    contacts.map(({ name, email }) => [name, email].filter(Boolean).join(' ')).join(', '),
  ...fieldColumns<CustomerResponse>(['created_at', 'updated_at']),
};

export const INVOICE_CSV: CsvColumns<InvoiceResponse> = {
  ...fieldColumns<InvoiceResponse>(['id', 'external_id', 'invoice_number', 'kind']),
  customer_id: ({ customer }) => customer.id,
  ...fieldColumns<InvoiceResponse>(['customer_external_id']),
  customer_name: ({ customer }) => customer.name,
  ...fieldColumns<InvoiceResponse>([
    'amount',
    'balance',
    'currency',
    'issued_on',
    'due_date',
    'status',
    'disputed',
    'promised_on',
    'settled_on',
  ]),
  on_hold: ({ hold, customer_hold }) => hold !== null || customer_hold !== null,
  ...fieldColumns<InvoiceResponse>(['created_at', 'updated_at']),
};
