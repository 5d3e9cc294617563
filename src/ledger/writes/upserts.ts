import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import {
  fromRecord,
  HAS_SAME_KEY,
  type Upsert,
  upsertStatement,
} from '../../database/sql/upsert-statement.js';
import { contactsOfSql } from '../ledger-sql.js';
import type { LedgerRecords } from './ledger-records.js';

// Without a status, a `settled_on` date means paid and null means open; a void invoice without a date stays void.
const INVOICE_STATUS = `CASE
  WHEN record ? 'status' THEN record ->> 'status'
  WHEN record ->> 'settled_on' IS NOT NULL THEN 'paid'
  WHEN (existing).status = 'void' OR NOT record ? 'settled_on' THEN coalesce((existing).status, 'open')
  ELSE 'open' END`;

/** Without a balance: 0 if the invoice is not open, unchanged if amount and currency match, otherwise the amount. */
const INVOICE_BALANCE = `CASE
  WHEN record ? 'balance' THEN (record ->> 'balance')::numeric
  WHEN ${INVOICE_STATUS} <> 'open' THEN 0 * (record ->> 'amount')::numeric
  WHEN ((existing).status, (existing).currency, (existing).amount) = ('open', record ->> 'currency', (record ->> 'amount')::numeric)
    THEN (existing).balance
  ELSE (record ->> 'amount')::numeric END`;

const BALANCE_COLUMNS = ['customer_id', 'status', 'balance', 'currency', 'due_on'];
const balancesBefore = BALANCE_COLUMNS.map((name) => `(existing).${name}`).join(', ');

/**
 * Keeps what the invoices were until the day $3. The first change of a day counts: the state before it ended the day before. If the
 * clock was set back, a change belongs to the latest day of its invoice: an earlier one would end a state before it began.
 */
const KEEP_BALANCES = `kept AS (
      INSERT INTO invoice_balance (company_id, invoice_id, until, ${BALANCE_COLUMNS.join(', ')})
      SELECT $1, id, greatest($3::date, (
        SELECT max(until) FROM invoice_balance b WHERE b.company_id = $1 AND b.invoice_id = changed.id
      )), ${balancesBefore} FROM changed
      WHERE (existing).id IS NOT NULL AND ROW(${balancesBefore}) IS DISTINCT FROM ROW(${BALANCE_COLUMNS.join(', ')})
      ON CONFLICT DO NOTHING
    )`;

/** Writes the lists of contacts over the stored ones, place by place. */
const WRITE_CONTACTS = `new_contact AS (
      SELECT changed.id AS customer_id, position, contact
      FROM changed, jsonb_array_elements(contacts) WITH ORDINALITY AS c (contact, position)
      WHERE contacts IS DISTINCT FROM stored_contacts
    ), removed AS (
      DELETE FROM customer_contact WHERE ctid = ANY (ARRAY(
        SELECT k.ctid FROM changed CROSS JOIN LATERAL (
          SELECT ctid FROM customer_contact
          WHERE ${IS_OF_COMPANY} AND customer_id = changed.id AND position > jsonb_array_length(contacts) OFFSET 0
        ) k
        WHERE jsonb_array_length(contacts) < jsonb_array_length(stored_contacts)))
    ), written_contact AS (
      INSERT INTO customer_contact (company_id, customer_id, position, name, email, role, purpose, language)
      SELECT $1, customer_id, position, contact ->> 'name', contact ->> 'email', contact ->> 'role', contact ->> 'purpose',
             contact ->> 'language'
      FROM new_contact
      ON CONFLICT (company_id, customer_id, position) DO UPDATE SET name = excluded.name, email = excluded.email,
        role = excluded.role, purpose = excluded.purpose, language = excluded.language
    )`;

const KINDS: Record<keyof LedgerRecords, Upsert> = {
  customers: {
    table: 'customer',
    isMatch: HAS_SAME_KEY,
    columns: {
      external_id: `record ->> 'external_id'`,
      name: `coalesce(record ->> 'name', (existing).name, record ->> 'external_id')`,
      ...Object.fromEntries([
        fromRecord('email'),
        fromRecord('phone'),
        fromRecord('contact_name'),
        fromRecord('time_zone'),
      ]),
    },
    lookups: {
      stored_contacts: contactsOfSql(
        '(SELECT $1::uuid)',
        `(SELECT e.id FROM customer e WHERE e.${IS_OF_COMPANY} AND ${HAS_SAME_KEY})`,
      ),
    },
    further: {
      stored_contacts: 'stored_contacts',
      contacts: `coalesce(record -> 'contacts', stored_contacts)`,
    },
    isFurtherChanged: 'contacts IS DISTINCT FROM stored_contacts',
    tracked: [],
    effect: WRITE_CONTACTS,
  },
  invoices: {
    table: 'invoice',
    isMatch: `e.id = (record ->> 'id')::uuid`,
    columns: {
      external_id: `coalesce(record ->> 'external_id', (existing).external_id)`,
      customer_id: 'customer_id',
      status: INVOICE_STATUS,
      balance: INVOICE_BALANCE,
      disputed: `coalesce((record ->> 'disputed')::boolean, (existing).disputed, false)`,
      ...Object.fromEntries([
        fromRecord('invoice_number'),
        fromRecord('kind'),
        fromRecord('amount', 'numeric'),
        fromRecord('currency'),
        fromRecord('issued_on', 'date'),
        fromRecord('due_on', 'date'),
        fromRecord('promised_on', 'date'),
        fromRecord('settled_on', 'date'),
      ]),
    },
    lookups: {
      customer_id: `SELECT id FROM customer c WHERE c.${IS_OF_COMPANY} AND c.external_id = record ->> 'customer_external_id'`,
    },
    tracked: ['status', 'customer_id', 'balance', 'disputed', 'promised_on', 'due_on'],
    effect: KEEP_BALANCES,
  },
};

/** By kind, the statement that upserts its records. That of invoices also takes the day $3. */
export const UPSERTS = Object.fromEntries(
  Object.entries(KINDS).map(([name, upsert]) => [name, upsertStatement(upsert)]),
) as Record<keyof LedgerRecords, string>;
