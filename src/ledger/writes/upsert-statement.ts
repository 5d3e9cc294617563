import type { LedgerRecords } from './ledger-records.js';

/** How records of one kind are kept. */
interface Kind {
  table: string;
  /** The accounting system's own key, in the table and in the record. */
  key: string;
  /** What is written, from the record `g.said` and the row that is `known` by its key, if there is one. */
  columns: Record<string, string>;
  joins?: string;
  /** What is told of a row that was there already, as it was before and as it is now. */
  watched: readonly string[];
}

/** What the record says, or else what is known. */
const said = (column: string, type = 'text'): [string, string] => [
  column,
  `CASE WHEN g.said ? '${column}' THEN (g.said ->> '${column}')::${type} ELSE known.${column} END`,
];

// What a record says by `settled_on` alone is whether it is paid: it has no word for void.
const INVOICE_STATUS = `CASE
  WHEN g.said ? 'status' THEN g.said ->> 'status'
  WHEN g.said ->> 'settled_on' IS NOT NULL THEN 'paid'
  WHEN known.status = 'void' OR NOT g.said ? 'settled_on' THEN coalesce(known.status, 'open')
  ELSE 'open' END`;

/** Without a word about it: nothing of what is not open, what is known of what has not changed, and else the whole. */
const INVOICE_BALANCE = `CASE
  WHEN g.said ? 'balance' THEN (g.said ->> 'balance')::numeric
  WHEN ${INVOICE_STATUS} <> 'open' THEN 0 * (g.said ->> 'amount')::numeric
  WHEN (known.status, known.currency, known.amount) = ('open', g.said ->> 'currency', (g.said ->> 'amount')::numeric)
    THEN known.balance
  ELSE (g.said ->> 'amount')::numeric END`;

const KINDS: Record<keyof LedgerRecords, Kind> = {
  contacts: {
    table: 'company_contact',
    key: 'external_id',
    columns: Object.fromEntries([said('name'), said('email'), said('role'), said('active', 'boolean')]),
    watched: [],
  },
  customers: {
    table: 'customer',
    key: 'external_id',
    columns: {
      name: `coalesce(g.said ->> 'name', known.name, g.said ->> 'external_id')`,
      ...Object.fromEntries([said('email'), said('phone'), said('contact_name'), said('time_zone')]),
    },
    watched: [],
  },
  invoices: {
    table: 'invoice',
    key: 'invoice_number',
    columns: {
      customer_id: 'c.id',
      status: INVOICE_STATUS,
      balance: INVOICE_BALANCE,
      disputed: `coalesce((g.said ->> 'disputed')::boolean, known.disputed, false)`,
      ...Object.fromEntries([
        said('amount', 'numeric'),
        said('currency'),
        said('issued_on', 'date'),
        said('due_on', 'date'),
        said('promised_on', 'date'),
        said('settled_on', 'date'),
      ]),
    },
    joins: `JOIN customer c ON c.company_id = $1 AND c.external_id = g.said ->> 'customer_external_id'`,
    watched: ['status', 'customer_id', 'disputed', 'promised_on'],
  },
};

/** A row that was written. */
export interface WrittenRow<State> {
  id: string;
  created: boolean;
  before: State;
  after: State;
}

/** For each kind: takes in the records $2 of the company $1, and tells of those that it wrote. */
export const UPSERTS = Object.fromEntries(
  Object.entries(KINDS).map(([name, kind]) => [name, statementOf(kind)]),
) as Record<keyof LedgerRecords, string>;

/**
 * A row that says nothing new is not written, not even locked. What it was before is read from the snapshot of the
 * statement itself, which does not see what the statement writes.
 */
function statementOf({ table, key, columns, joins = '', watched }: Kind): string {
  const names = Object.keys(columns);
  const list = names.join(', ');
  const of = (row: string): string => names.map((name) => `${row}.${name}`).join(', ');
  const state = (row: string): string =>
    `jsonb_build_object(${watched.map((name) => `'${name}', ${row}.${name}`).join(', ')})`;
  return `
    WITH given AS (
      SELECT (g.said ->> 'id')::uuid AS id, g.said ->> '${key}' AS ${key}, known,
             ${names.map((name) => `${columns[name]} AS ${name}`).join(', ')}
      FROM jsonb_array_elements($2::jsonb) AS g (said) ${joins}
      LEFT JOIN ${table} known ON known.company_id = $1 AND known.${key} = g.said ->> '${key}'
    ), changed AS (
      SELECT * FROM given
      WHERE (known).id IS NULL OR ROW(${of('(known)')}) IS DISTINCT FROM ROW(${list})
    ), written AS (
      INSERT INTO ${table} (id, company_id, ${key}, ${list}) SELECT id, $1, ${key}, ${list} FROM changed
      ON CONFLICT (company_id, ${key}) DO UPDATE SET
        ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = clock_timestamp()
      RETURNING *
    )
    SELECT w.id, (c.known).id IS NULL AS created, ${state('(c.known)')} AS before, ${state('w')} AS after
    FROM written w JOIN changed c USING (${key})`;
}
