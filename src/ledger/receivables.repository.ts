import { Injectable } from '@nestjs/common';
import { rowsWithEach } from '../database/sql/keys.js';
import { selectIds } from '../database/sql/select-ids.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Slices } from '../time/slices.js';
import { IS_RECEIVABLE } from './receivable.js';

/** A receivable and its customer. Dates are YYYY-MM-DD, the balance is a decimal string. */
export interface OpenInvoice {
  invoiceId: string;
  customerId: string;
  invoiceNumber: string;
  customerName: string;
  contactName: string | null;
  /** Whether the ledger has an e-mail address of the customer. */
  hasEmail: boolean;
  /** The customer's IANA time zone; null if unknown. */
  timeZone: string | null;
  balance: string;
  currency: string;
  issuedOn: string;
  dueOn: string;
  disputed: boolean;
  promisedOn: string | null;
}

/** Invoices and customers by their ids, or by the accounting system's keys. */
export interface SubjectKeys {
  invoiceIds: string[];
  invoiceNumbers: string[];
  customerIds: string[];
  customerExternalIds: string[];
}

// Customers are joined in JavaScript: after a large import the statistics are outdated, and a nested loop would take seconds.
const OPEN_INVOICES = `
  SELECT id AS "invoiceId", customer_id AS "customerId", invoice_number AS "invoiceNumber", balance, currency,
         issued_on::text AS "issuedOn", due_on::text AS "dueOn", disputed, promised_on::text AS "promisedOn"
  FROM invoice WHERE company_id = $1 AND ${IS_RECEIVABLE} ORDER BY due_on, id`;
const CUSTOMERS = `
  SELECT id, name AS "customerName", contact_name AS "contactName", email IS NOT NULL AS "hasEmail", time_zone AS "timeZone"
  FROM customer WHERE company_id = $1`;
type CustomerFacts = Pick<OpenInvoice, 'customerName' | 'contactName' | 'hasEmail' | 'timeZone'>;

// UNION instead of OR, so that each key uses its own index.
export const INVOICE_IDS = `
  SELECT id FROM ${rowsWithEach('invoice', 'id', '$2')}
  UNION SELECT id FROM ${rowsWithEach('invoice', 'invoice_number', '$3', 'text')}`;
export const CUSTOMER_IDS = `
  SELECT id FROM ${rowsWithEach('customer', 'id', '$2')}
  UNION SELECT id FROM ${rowsWithEach('customer', 'external_id', '$3', 'text')}`;

/** Reads the invoices and customers that recommendations refer to, in the open transaction. */
@Injectable()
export class ReceivablesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** All receivables of the company, earliest due date first. */
  async openInvoices(company: CompanyId): Promise<OpenInvoice[]> {
    const { manager } = this.transactions;
    type Row = Omit<OpenInvoice, keyof CustomerFacts>;
    type CustomerRow = CustomerFacts & { id: string };
    const invoices = await manager.query<Row[]>(OPEN_INVOICES, [company]);
    const rows = await manager.query<CustomerRow[]>(CUSTOMERS, [company]);
    const customers = new Map(rows.map(({ id, ...facts }) => [id, facts]));
    const open: OpenInvoice[] = [];
    const slices = new Slices();
    for (const invoice of invoices) {
      if (slices.isOver) await slices.next();
      open.push({ ...invoice, ...customers.get(invoice.customerId)! });
    }
    return open;
  }

  async findIds(
    company: CompanyId,
    keys: SubjectKeys,
  ): Promise<{ invoiceIds: string[]; customerIds: string[] }> {
    const { manager } = this.transactions;
    const { invoiceIds, invoiceNumbers, customerIds, customerExternalIds } = keys;
    return {
      invoiceIds: await selectIds(manager, INVOICE_IDS, [company, invoiceIds, invoiceNumbers]),
      customerIds: await selectIds(manager, CUSTOMER_IDS, [company, customerIds, customerExternalIds]),
    };
  }
}
