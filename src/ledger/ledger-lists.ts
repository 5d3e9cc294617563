import { orderSql } from '../database/keyset/order.js';
import type { OrderedListing } from '../database/keyset/select-after.js';
import { rowsWith } from '../database/sql/keys.js';
import { containsSql } from '../database/sql/text-search.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { utcDay } from '../time/calendar-date.js';
import { holdOfCustomer, holdOfInvoice, isCustomerOnHold, isInvoiceOnHold } from './holds/hold-sql.js';
import type { InvoiceKind, InvoiceStatus } from './invoice-status.js';
import { contactsOfSql } from './ledger-sql.js';
import { IS_RECEIVABLE } from './receivable.js';

export interface LedgerFilter {
  search?: string;
}

export interface CustomerFilter extends LedgerFilter {
  /** Whether the customer is on hold. */
  held?: boolean;
}

export interface InvoiceFilter extends LedgerFilter {
  status?: InvoiceStatus[];
  kind?: InvoiceKind;
  customer_id?: string;
  /** Whether the invoice is a receivable that was due before today. */
  overdue?: boolean;
  /** Whether the invoice is on hold, itself or with its customer. */
  held?: boolean;
}

/** `search` is the condition that a row contains the parameter $2. */
type View = Pick<OrderedListing, 'from' | 'order' | 'columns' | 'joins' | 'long'> & { search: string };

export const CUSTOMERS: View = {
  from: 'customer',
  search: `${containsSql('name', '$2')} OR ${containsSql('external_id', '$2')}`,
  order: [
    { column: 'name', type: 'text' },
    { column: 'id', type: 'uuid' },
  ],
  columns: `t.*, ${contactsOfSql('t.company_id', 't.id')} AS contacts, ${holdOfCustomer('t')} AS hold`,
  joins: 'JOIN customer t USING (id)',
  // With the contacts of its customers, a page can have tens of megabytes.
  long: {
    joins: 'JOIN customer t USING (id)',
    id: 't.id',
    row: 'JOIN customer t USING (id)',
    orderBy: 't.name, t.id',
    bytes: `1000 + octet_length(${contactsOfSql('t.company_id', 't.id')}::text)`,
  },
};

export const INVOICES: View = {
  from: 'invoice',
  search: `${containsSql('invoice_number', '$2')} OR customer_id IN (
    SELECT c.id FROM customer c WHERE c.company_id = $1 AND ${containsSql('c.name', '$2')})`,
  order: [
    { column: 'due_on', type: 'date', isDescending: true },
    { column: 'id', type: 'uuid', isDescending: true },
  ],
  // Dates as text, because the driver would parse them as midnight in the local time zone.
  columns: `t.id, t.company_id, t.customer_id, c.name AS customer_name, c.external_id AS customer_external_id,
    t.external_id, t.invoice_number, t.kind, t.amount, t.balance, t.currency, t.issued_on::text, t.due_on::text, t.status, t.disputed,
    t.promised_on::text, t.settled_on::text, t.created_at, t.updated_at,
    ${holdOfInvoice('t')} AS hold, ${holdOfCustomer('t', 'customer_id')} AS customer_hold`,
  joins: 'JOIN invoice t USING (id) JOIN customer c ON c.company_id = t.company_id AND c.id = t.customer_id',
};

/** The statement that lists the rows of a company that match the search. */
export function listingOf(
  company: CompanyId,
  { search: searchCondition, ...view }: View,
  { search }: LedgerFilter,
): OrderedListing {
  const ordered = { ...view, orderBy: orderSql(view.order) };
  return search === undefined
    ? { ...ordered, where: 'company_id = $1', values: [company] }
    : {
        ...ordered,
        isSearch: true,
        where: `company_id = $1 AND (${searchCondition})`,
        values: [company, search],
      };
}

/** The statement that lists the customers that match the filter at a time. */
export function customerListingOf(company: CompanyId, filter: CustomerFilter, now: Date): OrderedListing {
  const { where, values, ...listing } = listingOf(company, CUSTOMERS, filter);
  if (filter.held === undefined) return { ...listing, where, values };
  const isHeld = isCustomerOnHold(`$${values.push(now)}`);
  return filter.held
    ? { ...listing, from: rowsWith('customer', isHeld), where, values }
    : { ...listing, where: `${where} AND NOT ${isHeld}`, values };
}

/** The statement that lists the invoices that match the filter at a time. */
export function invoiceListingOf(company: CompanyId, filter: InvoiceFilter, now: Date): OrderedListing {
  const { where, values, ...listing } = listingOf(company, INVOICES, filter);
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [where];
  if (filter.status) conditions.push(`status = ANY (${bind(filter.status)})`);
  if (filter.kind) conditions.push(`kind = ${bind(filter.kind)}`);
  const keys: string[] = [];
  if (filter.customer_id) keys.push(`customer_id = ${bind(filter.customer_id)}`);
  if (filter.held !== undefined) {
    const isHeld = isInvoiceOnHold(bind(now));
    if (filter.held) keys.push(isHeld);
    else conditions.push(`NOT ${isHeld}`);
  }
  const from = keys.length > 0 ? rowsWith('invoice', keys.join(' AND ')) : listing.from;
  if (filter.overdue !== undefined) {
    // A literal status, because a cached plan could not use the partial index of open invoices otherwise.
    const isOverdue = `${IS_RECEIVABLE} AND due_on < ${bind(utcDay(now))}::date`;
    conditions.push(filter.overdue ? isOverdue : `NOT (${isOverdue})`);
  }
  return { ...listing, from, where: conditions.join(' AND '), values };
}
