import type { ActionDetailResponse, ApprovalLogEntry, SettingsResponse } from '@daybook/client';

/** What the API answers besides the generated types, until they have it. Absent where the API is older. */
export type LogEntry = ApprovalLogEntry & {
  approved_by_proof?: 'session' | 'token' | 'claimed' | null;
  /** Who acted, if that is proven. */
  actor_contact_id?: string | null;
  actor_contact_name?: string | null;
};

export type Action = Omit<ActionDetailResponse, 'approval_log'> & {
  approval_log: LogEntry[];
  assigned_to?: { id: string; name: string } | null;
  source?: string | null;
};

export type Settings = SettingsResponse & { approver_required?: boolean; four_eyes?: boolean };

/** Amounts are decimal strings. */
export interface CurrencySummary {
  currency: string;
  open: string;
  overdue: string;
  credits: string;
  buckets: Record<'current' | 'days_1_30' | 'days_31_60' | 'days_61_90' | 'days_91_plus', string>;
}

/** A customer at a glance. */
export interface CustomerSummary {
  as_of: string;
  currencies: CurrencySummary[];
  /** Of the paid invoices; null if there are none. Below zero: before the due date. */
  average_days_late: number | null;
  paid_invoices: number;
  last_contact: {
    at: string;
    action_id: string;
    action_type: 'email' | 'call' | 'task';
    description: string;
  } | null;
  promise: { promised_on: string; invoice_number?: string } | null;
}
