import { CUSTOMER_OF, INVOICE_FACTS, IS_OPEN } from './functions-sql.js';

/** Companies, contacts, customers, invoices and holds. Every statement selects from bench.company c. */
export const LEDGER_ROWS: Record<string, string> = {
  companies: `INSERT INTO company (id, name) SELECT id, 'Company ' || n FROM bench.company c`,

  contacts: `
    INSERT INTO company_contact (id, company_id, name, email, external_id, role, active)
    SELECT bench.contact_id(c.n, k), c.id, 'Contact ' || k, 'contact' || k || '@company' || c.n || '.example', 'U-' || k,
      CASE k % 3 WHEN 0 THEN 'Head of credit control' ELSE 'Collections agent' END, k % 9 <> 8
    FROM bench.company c, generate_series(0, least(49, 2 + c.actions / 2000)) k`,

  customers: `
    INSERT INTO customer (id, company_id, external_id, name, email, phone, contact_name, time_zone)
    SELECT bench.customer_id(c.n, k), c.id, 'C-' || (k + 1), bench.customer_name(c.n, k), 'billing' || k || '@customer' || c.n || '.example',
      '+1 555 ' || lpad((k % 10000)::text, 4, '0'), 'Accounts payable',
      CASE k % 5 WHEN 0 THEN 'Europe/Berlin' WHEN 1 THEN 'America/Chicago' END
    FROM bench.company c, generate_series(0, c.customers - 1) k`,

  'customer contacts': `
    INSERT INTO customer_contact (company_id, customer_id, position, name, email, purpose)
    SELECT c.id, bench.customer_id(c.n, k), 1, 'Accounts payable', 'dunning' || k || '@customer' || c.n || '.example', 'dunning'
    FROM bench.company c, generate_series(0, c.customers - 1) k`,

  invoices: `
    INSERT INTO invoice (id, company_id, customer_id, invoice_number, amount, balance, currency, issued_on, due_on, status, disputed,
      settled_on, external_id)
    SELECT bench.invoice_id(n, i), id, bench.customer_id(n, customer), bench.invoice_number(i), amount,
      CASE WHEN NOT is_open THEN 0 WHEN h % 5 = 0 THEN round(amount * 0.4, 2) ELSE amount END,
      currency, due_on - 30, due_on,
      CASE WHEN is_open THEN 'open' ELSE 'paid' END, is_open AND h % 50 = 3,
      CASE WHEN NOT is_open THEN due_on + h % 25 END, 'L-' || (i + 1)
    FROM (
      SELECT c.n, c.id, i, ${CUSTOMER_OF} AS customer, ${IS_OPEN} AS is_open, bench.hash(c.n, i, 14) AS h,
        ${INVOICE_FACTS.amount} AS amount, ${INVOICE_FACTS.currency} AS currency, ${INVOICE_FACTS.dueOn} AS due_on
      FROM bench.company c, generate_series(0, c.invoices - 1) i, bench.moment m
    ) rows`,

  holds: `
    INSERT INTO hold (id, company_id, customer_id, reason, until, set_by, created_at)
    SELECT bench.uuid7(m.moment, 'hold ' || c.n || ' ' || k), c.id, bench.customer_id(c.n, k), 'Payment plan agreed', m.moment + interval '60 days',
      'bench', m.moment
    FROM bench.company c, generate_series(7, c.customers - 1, 500) k, bench.moment m`,

  settings: `
    INSERT INTO company_settings (company_id, overrides, updated_at)
    SELECT c.id, '{"time_zone": "Europe/Berlin"}', m.moment FROM bench.company c, bench.moment m WHERE c.n % 4 = 0`,
};
