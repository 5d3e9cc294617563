import { joinById } from '../database/sql/join-by-id.js';

/**
 * SQL with which other modules join the ledger to their own tables. The aliases are `c` for the customer and `i` for the invoice.
 */

/** Joins the customer of a table with a `customer_id`. */
export const joinCustomer = (alias: string): string => joinById(alias, 'customer_id', 'customer', 'c');

/** Joins the invoice of a table with an `invoice_id`, which may be null. */
export const joinInvoice = (alias: string): string => `LEFT ${joinById(alias, 'invoice_id', 'invoice', 'i')}`;

/** Selects the ids of the customers with a matching name. Parameter $1 is the company. */
export const customersByName = (matches: (text: string) => string): string =>
  `SELECT c.id FROM customer c WHERE c.company_id = $1 AND ${matches('c.name')}`;

/** Selects the ids of the invoices with a matching number. Parameter $1 is the company. */
export const invoicesByNumber = (matches: (text: string) => string): string =>
  `SELECT i.id FROM invoice i WHERE i.company_id = $1 AND ${matches('i.invoice_number')}`;

/** SQL: whether at least one in twenty of some customers' names matches. Parameter $1 is the company. */
export const isFrequentName = (matches: (text: string) => string, sample: number): string => `
  SELECT count(*) FILTER (WHERE ${matches('name')}) * 20 >= count(*)
  FROM (SELECT name FROM customer WHERE company_id = $1 ORDER BY name, id LIMIT ${sample}) c`;

/** SQL: the same for the numbers of the invoices that are due last. */
export const isFrequentNumber = (matches: (text: string) => string, sample: number): string => `
  SELECT count(*) FILTER (WHERE ${matches('invoice_number')}) * 20 >= count(*)
  FROM (SELECT invoice_number FROM invoice WHERE company_id = $1 ORDER BY due_on DESC, id DESC LIMIT ${sample}) i`;

/** The fields of a contact of a customer, which are its columns. */
const CONTACT_FIELDS = ['name', 'email', 'role', 'purpose', 'language'];

/** SQL: the contacts of the customer with an id, as a JSON list in their order. */
export const contactsOfSql = (company: string, customerId: string): string => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object(${CONTACT_FIELDS.map((name) => `'${name}', k.${name}`).join(', ')}) ORDER BY k.position), '[]')
  FROM customer_contact k WHERE k.company_id = ${company} AND k.customer_id = ${customerId})`;

/** SQL: whether the ledger has an address for the joined customer `c`, in any case of its letters. */
export const isAddressOfCustomerSql = (address: string): string => `(
  lower(${address}) = lower(c.email) OR EXISTS (
    SELECT FROM customer_contact k
    WHERE k.company_id = c.company_id AND k.customer_id = c.id AND lower(k.email) = lower(${address})))`;
