import { columnsOf } from '../../database/sql/columns-of.js';
import { anyOf, IS_OF_COMPANY } from '../../database/sql/keys.js';
import { jsonBytesSql, textBytesSql } from '../../database/sql/stored-bytes.js';
import type { RowOf } from '../../database/row-of.js';
import type { InvoiceStatus } from '../../ledger/invoice-status.js';
import { LIMITS } from '../../limits.js';
import { holdsOnRow } from '../../ledger/holds/hold-sql.js';
import type { HoldsOnRow } from '../../ledger/holds/stored-hold.js';
import { isAddressOfCustomerSql, joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import { contactNameSql, joinApprover } from '../../tenancy/contacts/contact-sql.js';
import { isContactSql, isUnfinishedSql } from '../store/action-conditions.js';
import { Action } from '../store/action.entity.js';
import { type DeliveryRow, deliverySql } from '../store/deliveries/delivery-sql.js';
import { EDITED_CONTENT, LOG_ROW_BYTES, type LogRow } from '../store/log/log-row.js';

/** Only an unfinished action has warnings; the others do not need the look-up. */
const LAST_CONTACTED_AT = `
  CASE WHEN ${isUnfinishedSql('a')} THEN (
    SELECT max(o.history_at) FROM action o
    WHERE o.company_id = a.company_id AND o.customer_id = a.customer_id AND o.id <> a.id AND ${isContactSql('o')}
  ) END`;

const UNKNOWN_ADDRESSES = `
  CASE WHEN ${isUnfinishedSql('a')} THEN ARRAY(
    SELECT r ->> 'address'
    FROM jsonb_array_elements(coalesce(a.to_recipients, '[]') || coalesce(a.cc_recipients, '[]')) WITH ORDINALITY AS l (r, place)
    WHERE (${isAddressOfCustomerSql("(r ->> 'address')")}) IS NOT TRUE ORDER BY place
  ) END`;

/** SQL: who recommended an action; null if it has no recommendation. OFFSET 0 as in `joinById`. */
export const sourceSql = (alias: string): string => `(
  SELECT o.source FROM (SELECT * FROM recommendation WHERE id = ${alias}.recommendation_id OFFSET 0) o
  WHERE o.company_id = ${alias}.company_id)`;

/** The columns of an `ActionRow` that are not those of the action itself. Dates are cast to text. */
export const JOINED_COLUMNS = `
  c.name AS customer_name, i.invoice_number, i.amount AS invoice_amount,
  i.currency AS invoice_currency, i.balance AS invoice_balance, i.due_on::text AS invoice_due_on,
  i.status AS invoice_status, i.disputed AS invoice_disputed, i.promised_on::text AS invoice_promised_on,
  a.drafted_due_on::text AS drafted_due_date,
  (a.drafted_balance, a.drafted_currency) <> (i.balance, i.currency) AS amount_changed,
  ${UNKNOWN_ADDRESSES} AS unknown_addresses, ${LAST_CONTACTED_AT} AS last_contacted_at, ${deliverySql('a')} AS delivery,
  ${contactNameSql('a', 'assigned_to')} AS assignee_name, ${sourceSql('a')} AS source,
  CASE WHEN ${isUnfinishedSql('a')} THEN ${holdsOnRow('a')} END AS holds`;
/** The columns and joins of an `ActionRow`, for a statement that selects action ids as `k`. */
export const ACTION_COLUMNS = `${columnsOf(Action, 'a')}, ${JOINED_COLUMNS}`;
/** What to select instead of the long texts, and of the metadata, which has the final text. */
const WITHOUT_TEXTS = { content: 'NULL', reasoning: 'NULL', metadata: `'{}'::jsonb` };
const COLUMNS_WITHOUT_TEXTS = `${columnsOf(Action, 'a', WITHOUT_TEXTS)}, ${JOINED_COLUMNS}`;
export const ACTION_JOINS = `JOIN action a USING (id) ${joinCustomer('a')} ${joinInvoice('a')}`;

const BYTES_WITHOUT_TEXTS = `
  3000 + ${jsonBytesSql('a.to_recipients')} + ${jsonBytesSql('a.cc_recipients')} + ${textBytesSql('a.description')}`;
/** The approximate bytes of an `ActionRow` in a response, which has the text that goes out twice. */
export const ACTION_BYTES = `
  ${BYTES_WITHOUT_TEXTS} + ${textBytesSql('a.reasoning')} + 2 * (${textBytesSql('a.content')} + ${jsonBytesSql('a.metadata')})`;

/** The fields of a response that show the long texts. */
const TEXT_FIELDS = ['content', 'effective_content', 'reasoning', 'metadata'];

/** The columns of an `ActionRow` for some fields of the response, or for all: without the long texts if no field shows them. */
export const columnsFor = (fields?: readonly string[]): { columns: string; bytes: string } =>
  !fields || fields.some((field) => TEXT_FIELDS.includes(field))
    ? { columns: ACTION_COLUMNS, bytes: ACTION_BYTES }
    : { columns: COLUMNS_WITHOUT_TEXTS, bytes: BYTES_WITHOUT_TEXTS };

/**
 * Actions with the latest entries of their logs, oldest first: at most so many that the response stays small, but always the
 * latest one. One statement, so that both come from one snapshot. Parameters: company, ids.
 */
export const ACTION_DETAILS = `
  SELECT ${ACTION_COLUMNS}, a.evidence, (
    SELECT json_build_object(
      'entries', coalesce(json_agg(to_jsonb(l) || jsonb_build_object(
        'approved_by_name', coalesce(l.approved_by_name, p.name), 'edited_content', ${EDITED_CONTENT}
      ) ORDER BY l.seq) FILTER (WHERE l.fits), '[]'),
      'isTruncated', coalesce(bool_or(NOT l.fits), false))
    FROM (
      SELECT *, position = 1 OR position <= ${LIMITS.logEntries} AND bytes <= ${LIMITS.logBytes} AS fits
      FROM (
        SELECT *, row_number() OVER latest AS position, sum(${LOG_ROW_BYTES}) OVER latest AS bytes
        FROM (
          SELECT * FROM approval_log WHERE company_id = a.company_id AND action_id = a.id
          ORDER BY seq DESC LIMIT ${LIMITS.logEntries + 1}
        ) l WINDOW latest AS (ORDER BY seq DESC ROWS UNBOUNDED PRECEDING)
      ) l
    ) l ${joinApprover('l')}
  ) AS log
  FROM (SELECT id FROM action WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')}) k ${ACTION_JOINS}`;

/** The approximate bytes of the details of actions. Does not read long texts. Parameters: company, ids. */
export const DETAIL_BYTES = `
  SELECT coalesce(sum(${ACTION_BYTES} + ${jsonBytesSql('a.evidence')} + (
    SELECT least(coalesce(sum(${LOG_ROW_BYTES}), 0), ${LIMITS.logBytes}) FROM (
      SELECT * FROM approval_log WHERE company_id = a.company_id AND action_id = a.id
      ORDER BY seq DESC LIMIT ${LIMITS.logEntries}
    ) l
  )), 0)::float AS bytes
  FROM action a WHERE a.${IS_OF_COMPANY} AND a.id = ${anyOf('$2')}`;

/** What a response shows of an invoice (see ActionInvoice). */
export type InvoiceColumns = Pick<
  ActionRow,
  | 'invoice_id'
  | 'invoice_number'
  | 'invoice_amount'
  | 'invoice_currency'
  | 'invoice_due_on'
  | 'invoice_status'
  | 'invoice_balance'
>;

/** The `invoice_…` columns are null if the action has no invoice. */
export type ActionRow = Omit<RowOf<Action>, 'drafted_due_on'> & {
  customer_name: string;
  /** The addresses of the recipients that the ledger does not have for the customer; null if the action has ended or is deleted. */
  unknown_addresses: string[] | null;
  invoice_number: string | null;
  invoice_amount: string | null;
  invoice_currency: string | null;
  invoice_due_on: string | null;
  invoice_status: InvoiceStatus | null;
  invoice_balance: string | null;
  invoice_disputed: boolean | null;
  invoice_promised_on: string | null;
  drafted_due_date: string | null;
  /** Whether balance or currency differ from those of the draft. */
  amount_changed: boolean | null;
  /** When another e-mail or call to the customer was last approved or done; null if never, or if the action has ended or is deleted. */
  last_contacted_at: Date | null;
  /** Null if the action has ended or is deleted. */
  holds: HoldsOnRow | null;
  /** Null if the action was never approved. */
  delivery: DeliveryRow | null;
  /** Null if the action is assigned to nobody. */
  assignee_name: string | null;
  /** Who recommended the action; null without a recommendation. */
  source: string | null;
};

/** The latest entries of an action's log, oldest first. */
export interface LatestLog {
  entries: LogRow[];
  /** Whether the log has older entries. */
  isTruncated: boolean;
}

export type ActionDetailRow = ActionRow & { evidence: unknown; log: LatestLog };
