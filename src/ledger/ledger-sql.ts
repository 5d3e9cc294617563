/**
 * SQL with which other modules join the ledger to their own tables. The aliases are `c` for the customer, `i` for the invoice
 * and `p` for the contact.
 */

/** Joins the customer of a table with a `customer_id`. */
export const joinCustomer = (alias: string): string =>
  `JOIN customer c ON c.company_id = ${alias}.company_id AND c.id = ${alias}.customer_id`;

/** Joins the invoice of a table with an `invoice_id`, which may be null. */
export const joinInvoice = (alias: string): string =>
  `LEFT JOIN invoice i ON i.company_id = ${alias}.company_id AND i.id = ${alias}.invoice_id`;

/** Joins the contact of a table with an `approved_by`, which may be null. */
export const joinApprover = (alias: string): string =>
  `LEFT JOIN company_contact p ON p.company_id = ${alias}.company_id AND p.id = ${alias}.approved_by`;

/** Selects the ids of the customers with a matching name. Parameter $1 is the company. */
export const customersByName = (matches: (text: string) => string): string =>
  `SELECT c.id FROM customer c WHERE c.company_id = $1 AND ${matches('c.name')}`;

/** Selects the ids of the invoices with a matching number. Parameter $1 is the company. */
export const invoicesByNumber = (matches: (text: string) => string): string =>
  `SELECT i.id FROM invoice i WHERE i.company_id = $1 AND ${matches('i.invoice_number')}`;
