import type { DeliveryWay } from '../../../settings/delivery-settings.js';
import type { DeliveryStatus } from '../../lifecycle/delivery.js';
import type { Reason } from '../../lifecycle/reasons.js';

/** SQL condition: the delivery is not over. The same as that of the index `delivery_open_idx`. */
export const isOpenSql = (alias: string): string => `${alias}.status NOT IN ('sent', 'cancelled')`;

/** SQL: when a delivery that waits for the built-in sender is due. The same as in the index `delivery_due_idx`. */
export const DUE_AT = 'coalesce(not_before, created_at)';

/** SQL: the status of a delivery. An external one whose lease has expired waits again, by the database's clock. */
export const statusSql = (alias: string): string => `
  CASE WHEN ${alias}.status = 'sending' AND ${alias}.way = 'external' AND ${alias}.lease_until <= now() THEN 'waiting'
  ELSE ${alias}.status END`;

/** A delivery in a response, as JSON. */
export interface DeliveryRow {
  way: DeliveryWay;
  status: DeliveryStatus;
  attempts: number;
  last_error: string | null;
  not_before: string | null;
  message_id: string | null;
  /** Only while the lease has not expired. */
  lease_until: string | null;
  lease_holder: string | null;
  reason_gone: Reason | null;
  sent_at: string | null;
}

const isLeasedSql = `d.status = 'sending' AND d.lease_until > now()`;

/** SQL: the delivery of an action as a `DeliveryRow`; null if the action was never approved. */
export const deliverySql = (action: string): string => `
  CASE WHEN ${action}.status NOT IN ('proposed', 'scheduled') THEN (
    SELECT json_build_object('way', d.way, 'status', ${statusSql('d')}, 'attempts', d.attempts, 'last_error', d.last_error,
      'not_before', d.not_before, 'message_id', d.message_id,
      'lease_until', CASE WHEN ${isLeasedSql} THEN d.lease_until END, 'lease_holder', CASE WHEN ${isLeasedSql} THEN d.lease_holder END,
      'reason_gone', d.reason_gone, 'sent_at', d.sent_at)
    FROM delivery d WHERE d.company_id = ${action}.company_id AND d.action_id = ${action}.id
  ) END`;
