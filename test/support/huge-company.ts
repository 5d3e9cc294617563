import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

export interface Size {
  customers: number;
  /** One in five is open, the others are paid. */
  invoices: number;
  /** Undecided actions, each with a recommendation on an invoice of its own. */
  actions: number;
  /** Entries of the approval log, on all actions alike. */
  logEntries: number;
}

/** Creates a company of any size within seconds or minutes. Its statistics are not collected. Returns its id. */
export async function createHugeCompany(database: DataSource, size: Size): Promise<string> {
  const id = uuidv7();
  const runner = database.createQueryRunner();
  // Without checking foreign keys for each row.
  await runner.query('SET session_replication_role = replica');
  for (const [statement, ...values] of rowsOf(size)) await runner.query(statement, [id, ...values]);
  await runner.query('RESET session_replication_role');
  await runner.release();
  return id;
}

const rowsOf = ({ customers, invoices, actions, logEntries }: Size): [string, ...number[]][] => [
  [`INSERT INTO company (id, name) VALUES ($1, 'Continental Supply')`],
  [
    `INSERT INTO customer (id, company_id, external_id, name)
     SELECT gen_random_uuid(), $1, 'C-' || n, md5(n::text) || ' Trading ' || n FROM generate_series(1, $2) n`,
    customers,
  ],
  [
    `INSERT INTO invoice (id, company_id, customer_id, external_id, invoice_number, amount, balance, currency, issued_on, due_on, status)
     SELECT gen_random_uuid(), company_id, id, number, number, 100, CASE WHEN is_open THEN 100 ELSE 0 END, 'USD', '2021-01-01',
       '2021-02-01'::date + n, CASE WHEN is_open THEN 'open' ELSE 'paid' END
     FROM customer, generate_series(1, $2) n, LATERAL (SELECT 'INV-' || external_id || '-' || n AS number, n % 5 = 1 AS is_open) numbered
     WHERE company_id = $1`,
    Math.round(invoices / customers),
  ],
  [
    `INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint)
     SELECT gen_random_uuid(), company_id, customer_id, id, 'collections-agent', ''
     FROM invoice WHERE company_id = $1 AND status = 'open' LIMIT $2`,
    actions,
  ],
  [
    `INSERT INTO action (
       id, company_id, customer_id, invoice_id, recommendation_id, action_type, status, description, recommendation,
       recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for)
     SELECT gen_random_uuid(), company_id, customer_id, invoice_id, id, 'email', 'proposed', 'Send a reminder.', 'send_reminder',
       'Send a reminder', 'overdue', 'Overdue', true, true, 50, '2021-03-01'
     FROM recommendation WHERE company_id = $1`,
  ],
  [
    `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
     SELECT gen_random_uuid(), company_id, id, 'edit', 'proposed', 'proposed', 'desk', '2021-03-01'::timestamptz + n * interval '1 hour', ''
     FROM action, generate_series(1, $2) n WHERE company_id = $1`,
    Math.round(logEntries / actions),
  ],
];
