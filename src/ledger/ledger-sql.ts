/**
 * SQL by which other rooms read the ledger together with their own tables in one statement: the customer is `c`, the invoice
 * `i`, the contact `p`.
 */

/** The customer of rows that have a `customer_id`. */
export const joinCustomer = (alias: string): string =>
  `JOIN customer c ON c.company_id = ${alias}.company_id AND c.id = ${alias}.customer_id`;

/** The invoice of rows that may have an `invoice_id`. */
export const joinInvoice = (alias: string): string =>
  `LEFT JOIN invoice i ON i.company_id = ${alias}.company_id AND i.id = ${alias}.invoice_id`;

/** The company contact of rows that may have an `approved_by`. */
export const joinApprover = (alias: string): string =>
  `LEFT JOIN company_contact p ON p.company_id = ${alias}.company_id AND p.id = ${alias}.approved_by`;

/** The ids of a company's rows, of a table with `customer_id`, whose customer's name matches. */
export const idsByCustomerName = (table: string, matches: (text: string) => string): string => `
  SELECT a.id FROM customer c JOIN ${table} a ON a.company_id = c.company_id AND a.customer_id = c.id
  WHERE c.company_id = $1 AND ${matches('c.name')}`;

/** The ids of a company's rows, of a table with `invoice_id`, whose invoice's number matches. */
export const idsByInvoiceNumber = (table: string, matches: (text: string) => string): string => `
  SELECT a.id FROM invoice i JOIN ${table} a ON a.company_id = i.company_id AND a.invoice_id = i.id
  WHERE i.company_id = $1 AND ${matches('i.invoice_number')}`;
