import { Injectable } from '@nestjs/common';
import { rowsWith, rowsWithEach } from '../database/sql/keys.js';
import { selectIds } from '../database/sql/select-ids.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Slices } from '../time/slices.js';
import { IS_RECEIVABLE } from './receivable.js';
import { type Addressee, type Recipient, recipientOf } from './customers/recipient.js';

/** A receivable and its customer. Dates are YYYY-MM-DD, the balance is a decimal string. */
export interface OpenInvoice {
  invoiceId: string;
  customerId: string;
  invoiceNumber: string;
  customerName: string;
  /** The name that letters address; null if the ledger has only that of the customer. */
  contactName: string | null;
  /** Whom e-mails go to; null without an address. */
  recipient: Recipient | null;
  /** The customer's IANA time zone; null if unknown. */
  timeZone: string | null;
  balance: string;
  currency: string;
  issuedOn: string;
  dueOn: string;
  disputed: boolean;
  promisedOn: string | null;
}

/** The receivables of a company in one currency. */
export interface ReceivableTotal {
  currency: string;
  count: number;
  /** A decimal string. */
  average: string;
}

/** Invoices and customers by their ids, or by the accounting system's keys. */
export interface SubjectKeys {
  invoiceIds: string[];
  invoiceNumbers: string[];
  customerIds: string[];
  customerExternalIds: string[];
}

/** Pairs, so that PostgreSQL reads them in the order of the index on both columns instead of those of all companies by id. */
const NEXT_IDS = `
  SELECT id FROM invoice
  WHERE (company_id, id) > ($1, $2) AND (company_id, id) <= ($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AND ${IS_RECEIVABLE}
  ORDER BY company_id, id LIMIT $3`;
const OPEN_INVOICES = `
  SELECT id AS "invoiceId", customer_id AS "customerId", invoice_number AS "invoiceNumber", balance, currency,
         issued_on::text AS "issuedOn", due_on::text AS "dueOn", disputed, promised_on::text AS "promisedOn"
  FROM ${rowsWithEach('invoice', 'id', '$2')} WHERE ${IS_RECEIVABLE} ORDER BY due_on, id`;
const CUSTOMERS = `
  SELECT id, name AS "customerName", contact_name AS "contactName", email, time_zone AS "timeZone"
  FROM ${rowsWithEach('customer', 'id', '$2')}`;
const TOTALS = `
  SELECT currency, count(*)::int AS count, avg(balance)::text AS average
  FROM invoice WHERE company_id = $1 AND ${IS_RECEIVABLE} GROUP BY currency`;
type CustomerFacts = Pick<OpenInvoice, 'customerName' | 'contactName' | 'recipient' | 'timeZone'>;

const IS_ADDRESSED = `purpose IN ('dunning', 'billing')`;
const ADDRESSED_FIRST = `purpose = 'dunning' DESC, position`;
const ADDRESSED_CONTACTS = `
  SELECT DISTINCT ON (customer_id) customer_id AS id, name, email
  FROM ${rowsWithEach('customer_contact', 'customer_id', '$2')} WHERE ${IS_ADDRESSED} ORDER BY customer_id, ${ADDRESSED_FIRST}`;
const ADDRESSEE = `
  SELECT name AS "customerName", contact_name AS "contactName", email, (
    SELECT jsonb_build_object('name', k.name, 'email', k.email) FROM customer_contact k
    WHERE k.company_id = customer.company_id AND k.customer_id = customer.id AND ${IS_ADDRESSED} ORDER BY ${ADDRESSED_FIRST} LIMIT 1
  ) AS contact
  FROM ${rowsWith('customer', 'id = $2')}`;

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

  /** The number of receivables in each currency, and their average balance as a decimal string. */
  totals(company: CompanyId): Promise<ReceivableTotal[]> {
    return this.transactions.manager.query<ReceivableTotal[]>(TOTALS, [company]);
  }

  /** The ids of the receivables after an id, in their order, at most `count`. */
  idsAfter(company: CompanyId, id: string, count: number): Promise<string[]> {
    return selectIds(this.transactions.manager, NEXT_IDS, [company, id, count]);
  }

  /** The receivables among the invoices with these ids, earliest due date first. */
  async openInvoices(company: CompanyId, ids: readonly string[]): Promise<OpenInvoice[]> {
    const { manager } = this.transactions;
    type Row = Omit<OpenInvoice, keyof CustomerFacts>;
    const invoices = await manager.query<Row[]>(OPEN_INVOICES, [company, ids]);
    const slices = new Slices();
    const customerIds = [...new Set(invoices.map(({ customerId }) => customerId))];
    const customers = await this.customers(company, customerIds, slices);
    const open: OpenInvoice[] = [];
    for (const invoice of invoices) {
      if (slices.isOver) await slices.next();
      open.push({ ...invoice, ...customers.get(invoice.customerId)! });
    }
    return open;
  }

  // Not joined in SQL: after a large import the statistics are outdated, and a nested loop would take seconds.
  private async customers(
    company: CompanyId,
    ids: readonly string[],
    slices: Slices,
  ): Promise<Map<string, CustomerFacts>> {
    const { manager } = this.transactions;
    type ContactRow = NonNullable<Addressee['contact']> & { id: string };
    type Row = Omit<Addressee, 'contact'> & { id: string; timeZone: string | null };
    const contacts = new Map<string, ContactRow>();
    for (const row of await manager.query<ContactRow[]>(ADDRESSED_CONTACTS, [company, ids])) {
      if (slices.isOver) await slices.next();
      contacts.set(row.id, row);
    }
    const customers = new Map<string, CustomerFacts>();
    for (const { id, email, ...facts } of await manager.query<Row[]>(CUSTOMERS, [company, ids])) {
      if (slices.isOver) await slices.next();
      const contact = contacts.get(id) ?? null;
      const recipient = recipientOf({ ...facts, email, contact });
      customers.set(id, { ...facts, contactName: contact?.name ?? facts.contactName, recipient });
    }
    return customers;
  }

  /** Whom e-mails to a customer go to; null without an address. */
  async recipient(company: CompanyId, customerId: string): Promise<Recipient | null> {
    const [addressee] = await this.transactions.manager.query<Addressee[]>(ADDRESSEE, [company, customerId]);
    return addressee ? recipientOf(addressee) : null;
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
