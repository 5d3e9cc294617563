import type { DataSource } from 'typeorm';

/**
 * Creates a big company, by default of 20,000 actions, and 100 companies of 200 actions each, so that the planner has to choose
 * between indexes. All rows are derived from their numbers. Vacuums the tables, as autovacuum would: index-only scans read the
 * visibility map.
 * @param actions a multiple of 10
 * @returns the id of the big company
 */
export async function createBigCompany(dataSource: DataSource, actions = 20_000): Promise<string> {
  await dataSource.query(rowsOf(actions / 10));
  await dataSource.query('VACUUM ANALYZE');
  const [{ id }] = await dataSource.query(`SELECT id FROM company WHERE name = 'Company 1'`);
  return id;
}

const rowsOf = (customers: number): string => `
  -- VACUUM marks a page as all-visible only after its commit has been flushed.
  SET synchronous_commit = on;
  INSERT INTO company (id, name) SELECT gen_random_uuid(), 'Company ' || n FROM generate_series(1, 101) n;
  CREATE TEMP TABLE plan AS
    SELECT id AS company_id, CASE name WHEN 'Company 1' THEN ${customers} ELSE 20 END AS customers FROM company;
  INSERT INTO customer (id, company_id, external_id, name)
    SELECT gen_random_uuid(), company_id, 'C-' || n, md5(n::text) || ' Trading ' || n
    FROM plan, generate_series(1, customers) n;
  INSERT INTO invoice (id, company_id, customer_id, invoice_number, amount, balance, currency, issued_on, due_on, status)
    SELECT gen_random_uuid(), company_id, id, 'INV-' || external_id || '-' || n, 100, 100, 'USD', '2026-01-01', '2026-02-01', 'open'
    FROM customer, generate_series(1, 5) n;
  INSERT INTO action (
    id, company_id, customer_id, invoice_id, action_type, status, description, recommendation, recommendation_label,
    trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for, executed_at,
    updated_at, deleted_at, response_deadline, content)
  SELECT gen_random_uuid(), company_id, customer_id, id, (ARRAY['email', 'email', 'call', 'task'])[1 + r % 4], status,
         'Send a reminder, ' || md5((r + copy)::text) || '.',
         CASE WHEN r % 7 = 0 THEN 'wait_for_customer' ELSE 'send_reminder' END, 'Send a reminder',
         'overdue', 'Overdue for some days', copy = 1, r % 7 <> 0, r % 101, '2026-01-01'::timestamptz + r * interval '1 hour',
         CASE WHEN status = 'completed' THEN '2026-01-01'::timestamptz + r * interval '1 hour' END,
         '2026-01-01'::timestamptz + r * interval '1 hour',
         CASE WHEN r % 11 = 0 THEN now() END,
         CASE WHEN status = 'completed' AND r % 50 = 8 THEN '2026-02-01'::timestamptz END, repeat('Dear customer, please pay. ', 20)
  FROM (
    SELECT *, (ARRAY['proposed', 'proposed', 'proposed', 'scheduled', 'processing', 'completed', 'completed', 'completed',
                     'completed', 'cancelled'])[1 + r % 10] AS status
    FROM (SELECT id, company_id, customer_id, row_number() OVER () AS r FROM invoice) i, generate_series(1, 2) copy
  ) rows;
  DROP TABLE plan`;
