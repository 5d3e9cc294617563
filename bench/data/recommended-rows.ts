import { CUSTOMER_OF, INVOICE_FACTS } from './functions-sql.js';

/** The ages, in days, of the four recommendations of an invoice: three that are closed, and the current one. */
const AGES = [
  [400, 540],
  [200, 400],
  [31, 200],
  [0.2, 30],
] as const;
/** The actions of each recommendation by their slots: the first one is the recommended one. */
const SLOTS = [[0, 1], [2], [3], [4, 5]] as const;

export const RECOMMENDATIONS_OF_INVOICE = SLOTS.length;

/** One of this many actions of a company is one of seven with the rare word. */
const RARE = 7;
export const RARE_WORD = 'insolvency';
export const COMMON_WORD = 'reminder';

const array = (values: readonly string[]): string =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(', ')}])`;

/** Steps with their types and labels: 11 of 20 have the common word. */
const STEPS = [
  ...repeat(5, 'send_friendly_reminder', 'email', 'Send a friendly reminder', 'Friendly reminder to'),
  ...repeat(4, 'send_second_reminder', 'email', 'Send a second, firmer reminder', 'Second reminder to'),
  ...repeat(2, 'send_courtesy_reminder', 'email', 'Send a courtesy reminder', 'Courtesy reminder to'),
  ...repeat(1, 'send_final_notice', 'email', 'Send a final notice', 'Final notice to'),
  ...repeat(4, 'call_customer', 'call', 'Call the customer', 'Call'),
  ...repeat(
    1,
    'call_for_payment_plan',
    'call',
    'Call to agree on a payment plan',
    'Call about a payment plan:',
  ),
  ...repeat(3, 'escalate_internally', 'task', 'Escalate internally', 'Escalate internally:'),
];
function repeat(
  times: number,
  ...step: [string, string, string, string]
): [string, string, string, string][] {
  return Array.from({ length: times }, () => step);
}
const stepOf = (part: 0 | 1 | 2 | 3): string => `${array(STEPS.map((step) => step[part]))}[1 + step]`;

/**
 * SQL: makes the table bench.slice: the actions of a slice of the invoices of all companies, for one of their four recommendations, with what rows of all tables
 * derive from. Slices of time after each other, in each a slice of every company: so rows of companies lie mixed, as they arrive.
 */
export function makeSlice(recommendation: number, slice: number, slices: number): string {
  const [youngest, oldest] = AGES[recommendation]!;
  const [first, second] = SLOTS[recommendation]!;
  const isCurrent = recommendation === SLOTS.length - 1;
  const share = `(i::float8 + 0.5) / c.invoices`;
  return `
    DROP TABLE IF EXISTS bench.slice;
    CREATE UNLOGGED TABLE bench.slice AS SELECT *,
      CASE WHEN is_recommended THEN CASE state WHEN 'waiting' THEN 'wait_for_customer' ELSE ${stepOf(0)} END ELSE ${stepOf(0)} END AS code,
      CASE WHEN is_recommended AND state = 'waiting' THEN 'task' ELSE ${stepOf(1)} END AS action_type,
      CASE WHEN is_recommended AND state = 'waiting' THEN 'Wait for the customer' ELSE ${stepOf(2)} END AS label,
      ${stepOf(3)} || ' ' || customer_name || ' about invoice ' || invoice_number ||
        CASE WHEN is_rare THEN ', with a notice of ${RARE_WORD}' ELSE '' END AS description,
      state IN ('completed', 'cancelled') AS is_closed
    FROM (
      SELECT c.n AS c, c.id AS company_id, i, slot, ${recommendation} AS recommendation,
        slot = ${first} AS is_recommended,
        bench.uuid7(at, 'recommendation ' || c.n || ' ' || i || ' ${recommendation}') AS recommendation_id,
        bench.uuid7(at, 'action ' || c.n || ' ' || i || ' ' || slot) AS id,
        bench.customer_id(c.n, ${CUSTOMER_OF}) AS customer_id, bench.invoice_id(c.n, i) AS invoice_id,
        ${INVOICE_FACTS.amount} AS amount, ${INVOICE_FACTS.currency} AS currency, ${INVOICE_FACTS.dueOn} AS due_on,
        'dunning' || (${CUSTOMER_OF}) || '@customer' || c.n || '.example' AS address,
        bench.customer_name(c.n, ${CUSTOMER_OF}) AS customer_name, bench.invoice_number(i) AS invoice_number,
        at, at + interval '1 hour' * (1 + bench.hash(c.n, i, slot) % 60) AS decided_at, m.moment AS now,
        bench.hash(c.n, i, slot) AS h, bench.hash(c.n, i, slot + 20) % ${STEPS.length} AS step,
        i % greatest(c.invoices / ${RARE}, 1) = 0 AND slot IN (${isCurrent ? 4 : 3}) AS is_rare,
        ${isCurrent ? CURRENT_STATE : CLOSED_STATE} AS state,
        bench.contact_id(c.n, i % least(50, 3 + c.actions / 2000)) AS contact_id
      FROM bench.company c
      CROSS JOIN bench.moment m
      CROSS JOIN LATERAL generate_series((c.invoices::bigint * ${slice} / ${slices})::int, (c.invoices::bigint * ${slice + 1} / ${slices})::int - 1) i
      CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', m.moment - interval '1 day' * (${oldest} - ${oldest - youngest} * ${share})) AS at) t
      CROSS JOIN unnest(ARRAY[${[first, second].filter((slot) => slot !== undefined).join(', ')}]) slot
    OFFSET 0) derived`;
}

const CLOSED_STATE = `CASE WHEN bench.hash(c.n, i, 16) % 100 < 80 THEN 'completed' ELSE 'cancelled' END`;
const CURRENT_STATE = `
  CASE WHEN bench.hash(c.n, i, 15) % 100 < 58 THEN 'proposed' WHEN bench.hash(c.n, i, 15) % 100 < 67 THEN 'waiting'
    WHEN bench.hash(c.n, i, 15) % 100 < 76 THEN 'scheduled' WHEN bench.hash(c.n, i, 15) % 100 < 84 THEN 'processing'
    ELSE 'completed' END`;
