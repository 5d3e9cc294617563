import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import { contactsOfSql } from '../ledger-sql.js';
import type { LedgerRecords } from './ledger-records.js';

/** How the records of one kind are stored. */
interface Kind {
  table: string;
  /** The condition that a row of the table, `e`, is that of the JSON `record`. */
  isMatch: string;
  /** The columns to write, as SQL over the `record`, the `existing` row (null if there is none) and the `lookups`. */
  columns: Record<string, string>;
  /** Further values that are looked up for each `record`, as SQL. */
  lookups?: Record<string, string>;
  /** Values for other tables, as SQL over the `record` and the `lookups`. */
  further?: Record<string, string>;
  /** The condition that a further value differs from the stored one. */
  isFurtherChanged?: string;
  /** The columns that are returned with their values before and after the write. */
  tracked: readonly string[];
  /** Further common table expressions, over the rows in `changed`. */
  effect?: string;
}

/** The value from the record, or the existing value if the record does not have the field. */
const fromRecord = (column: string, type = 'text'): [string, string] => [
  column,
  `CASE WHEN record ? '${column}' THEN (record ->> '${column}')::${type} ELSE (existing).${column} END`,
];

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

const HAS_SAME_KEY = `e.external_id = record ->> 'external_id'`;

const KINDS: Record<keyof LedgerRecords, Kind> = {
  contacts: {
    table: 'company_contact',
    isMatch: HAS_SAME_KEY,
    columns: Object.fromEntries([
      fromRecord('external_id'),
      fromRecord('name'),
      fromRecord('email'),
      fromRecord('role'),
      fromRecord('active', 'boolean'),
    ]),
    tracked: [],
  },
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

/** A row that was inserted or updated. `before` has null values if the row was created. */
export interface WrittenRow<State> {
  id: string;
  created: boolean;
  before: State;
  after: State;
}

/**
 * By kind, the statement that upserts the records $2 (a JSON array, each with an `id`) of the company $1 and returns the written
 * rows. That of invoices also takes the day $3.
 */
export const UPSERTS = Object.fromEntries(
  Object.entries(KINDS).map(([name, kind]) => [name, statementOf(kind)]),
) as Record<keyof LedgerRecords, string>;

/**
 * An unchanged row is neither written nor locked. The values before the write come from the statement's snapshot, which does
 * not contain its own writes. Existing rows are selected one by one instead of joined: no statistics know the rows of a company that
 * has just been created, or that this transaction has just written, and PostgreSQL could join every record with all of them.
 */
function statementOf(kind: Kind): string {
  const { table, isMatch, columns, lookups = {}, further = {}, isFurtherChanged, tracked, effect } = kind;
  const names = Object.keys(columns);
  const columnList = names.join(', ');
  const columnsOf = (row: string): string => names.map((name) => `${row}.${name}`).join(', ');
  const trackedJson = (prefix: string): string =>
    `jsonb_build_object(${tracked.map((name) => `'${name}', ${prefix}${name}`).join(', ')})`;
  const existing = `SELECT e FROM ${table} e WHERE e.${IS_OF_COMPANY} AND ${isMatch}`;
  const looked = Object.entries({ existing, ...lookups }).map(([name, select]) => `(${select}) AS ${name}`);
  return `
    WITH known AS MATERIALIZED (
      SELECT record, ${looked.join(', ')} FROM jsonb_array_elements($2::jsonb) AS records (record)
    ), input AS (
      SELECT coalesce((existing).id, (record ->> 'id')::uuid) AS id, existing,
             ${Object.entries({ ...columns, ...further })
               .map(([name, value]) => `${value} AS ${name}`)
               .join(', ')}
      FROM known
    ), changed AS (
      SELECT * FROM input
      WHERE (existing).id IS NULL OR ROW(${columnsOf('(existing)')}) IS DISTINCT FROM ROW(${columnList})
        ${isFurtherChanged ? `OR ${isFurtherChanged}` : ''}
    ), written AS (
      INSERT INTO ${table} (id, company_id, ${columnList}) SELECT id, $1, ${columnList} FROM changed
      ON CONFLICT (company_id, id) DO UPDATE SET
        ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = clock_timestamp()
    )${effect ? `, ${effect}` : ''}
    SELECT id, (existing).id IS NULL AS created, ${trackedJson('(existing).')} AS before, ${trackedJson('')} AS after
    FROM changed`;
}
