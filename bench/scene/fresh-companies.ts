import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

/** Invoices of a company without actions, all of them open and overdue. */
const LEDGER = `
  WITH company AS (INSERT INTO company (id, name) VALUES ($1, $2) RETURNING id),
  token AS (INSERT INTO api_token_company SELECT id, $1 FROM api_token WHERE name = 'bench'),
  customers AS (
    INSERT INTO customer (id, company_id, external_id, name, email)
    SELECT gen_random_uuid(), $1, 'C-' || n, 'Fresh customer ' || n, 'billing' || n || '@fresh.example'
    FROM generate_series(0, $3::int / 10) n RETURNING id, external_id
  )
  INSERT INTO invoice (id, company_id, customer_id, invoice_number, external_id, amount, balance, currency, issued_on, due_on, status)
  SELECT gen_random_uuid(), $1, c.id, 'F-' || n, 'F-' || n, 100 + n % 900, 100 + n % 900, 'USD', current_date - 60, current_date - 20, 'open'
  FROM generate_series(1, $3::int) n JOIN customers c ON c.external_id = 'C-' || n / 10`;

/** @returns the id of a new company with open invoices and no actions */
export async function createLedgerCompany(
  client: pg.Client,
  name: string,
  invoices: number,
): Promise<string> {
  const id = uuidv7();
  await client.query(LEDGER, [id, name, invoices]);
  await client.query('ANALYZE invoice; ANALYZE customer');
  return id;
}

const LONG_ACTIONS = `
  INSERT INTO action (id, company_id, customer_id, action_type, status, description, recommendation, recommendation_label, trigger_event,
    trigger_event_label, is_recommended, action_required, urgency_score, content, scheduled_for)
  SELECT gen_random_uuid(), $1, (SELECT id FROM customer WHERE company_id = $1 LIMIT 1), 'email', 'proposed', 'Long ' || n, 'send', 'Send',
    'overdue', 'Overdue', true, true, 50, (SELECT left(string_agg(body, ' '), 100000) FROM bench.letter WHERE n >= 400), now()
  FROM generate_series(1, $2::int) n`;

/** Adds actions whose drafts have 100,000 characters. */
export const addLongActions = (client: pg.Client, company: string, count: number): Promise<unknown> =>
  client.query(LONG_ACTIONS, [company, count]);

/** The invoices of a company, for recommendations on each of them. */
export async function invoiceIds(client: pg.Client, company: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM invoice WHERE company_id = $1', [
    company,
  ]);
  return rows.map(({ id }) => id);
}
