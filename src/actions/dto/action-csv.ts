import { type CsvColumns, fieldColumns } from '../../csv.js';
import type { ActionResponse } from './action.response.js';

/** The columns of exported actions: names instead of objects, the text that goes out, and lists separated by spaces. */
export const ACTION_CSV: CsvColumns<ActionResponse> = {
  ...fieldColumns<ActionResponse>(['id', 'status', 'action_type', 'description']),
  customer_name: ({ customer }) => customer.name,
  invoice_number: ({ invoice }) => invoice?.invoice_number ?? null,
  invoice_amount: ({ invoice }) => invoice?.amount ?? null,
  invoice_balance: ({ invoice }) => invoice?.balance ?? null,
  currency: ({ invoice }) => invoice?.currency ?? null,
  invoice_due_date: ({ invoice }) => invoice?.due_date ?? null,
  ...fieldColumns<ActionResponse>([
    'urgency_score',
    'scheduled_for',
    'executed_at',
    'response_deadline',
    'response_overdue',
    'recommendation_label',
    'trigger_event_label',
    'is_recommended',
    'action_required',
  ]),
  assigned_to: ({ assigned_to }) => assigned_to?.name ?? null,
  to: ({ to }) => to.map(({ address }) => address).join(' '),
  subject: ({ effective_subject }) => effective_subject,
  content: ({ effective_content }) => effective_content,
  delivery_status: ({ delivery }) => delivery?.status ?? null,
  warnings: ({ warnings }) => warnings.map(({ code }) => code).join(' '),
  ...fieldColumns<ActionResponse>(['source', 'created_at', 'updated_at', 'deleted_at']),
  customer_id: ({ customer }) => customer.id,
  invoice_id: ({ invoice }) => invoice?.id ?? null,
  recommendation_id: ({ recommendation_id }) => recommendation_id,
};
