/** SQL with which the ledger and other modules read holds. `now` is a parameter: the time at which holds are evaluated. */

/** SQL condition: a row of the table `hold` is in force at a time. A hold whose `until` has passed does not exist for anybody. */
export const isInForceSql = (now: string): string =>
  `ended_at IS NULL AND (until IS NULL OR until > ${now}::timestamptz)`;

/** SQL: the hold of a customer as a `StoredHold`, in force or passed; null if there is none. */
export const holdOfCustomer = (alias: string, id = 'id'): string =>
  holdJson(`${alias}.company_id`, 'customer_id', `${alias}.${id}`);

/** SQL: the hold of an invoice itself as a `StoredHold`, in force or passed; null if there is none. */
export const holdOfInvoice = (alias: string, id = 'id'): string =>
  holdJson(`${alias}.company_id`, 'invoice_id', `${alias}.${id}`);

/** SQL: the holds on the customer and the invoice of a row, as `HoldsOnRow`. */
export const holdsOnRow = (alias: string): string =>
  `json_build_object('customer', ${holdOfCustomer(alias, 'customer_id')}, 'invoice', ${holdOfInvoice(alias, 'invoice_id')})`;

/**
 * SQL condition on `id` and `customer_id`: the invoice is on hold, itself or with its customer. ARRAY, so that PostgreSQL looks the
 * invoices up instead of comparing each with the holds.
 */
export const isInvoiceOnHold = (now: string): string =>
  `(id = ANY (${idsOnHold('invoice_id', now)}) OR customer_id = ANY (${idsOnHold('customer_id', now)}))`;

/** SQL condition on `id`: the customer is on hold. */
export const isCustomerOnHold = (now: string): string => `id = ANY (${idsOnHold('customer_id', now)})`;

type Subject = 'customer_id' | 'invoice_id';

const idsOnHold = (subject: Subject, now: string): string =>
  `ARRAY(SELECT ${subject} FROM hold WHERE company_id = $1 AND ${subject} IS NOT NULL AND ${isInForceSql(now)})`;

const holdJson = (company: string, subject: Subject, id: string): string =>
  `(SELECT json_build_object('until', until, 'reason', reason, 'set_by', set_by, 'created_at', hold.created_at)
    FROM hold WHERE hold.company_id = ${company} AND hold.${subject} = ${id} AND ended_at IS NULL)`;
