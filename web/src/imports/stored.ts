import { listCustomers, listInvoices } from '@daybook/client';
import { pageOf } from '../api/client.js';
import { invoiceKey, type StoredLedger } from './chunks.js';
import { repeated } from './repeated.js';

const PAGE = 500;

interface Page<Row> {
  count: number;
  data: Row[];
}

/** Reads the whole ledger, page after page. @param onProgress called with the share that is read, from 0 to 1 */
export async function readStored(
  company: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<StoredLedger> {
  const path = { company_id: company };
  const customers = await allOf(
    signal,
    (page) => onProgress(page / 2),
    (page) => pageOf(listCustomers({ path, query: { page, page_size: PAGE }, signal, throwOnError: true })),
  );
  const invoices = await allOf(
    signal,
    (page) => onProgress(0.5 + page / 2),
    (page) => pageOf(listInvoices({ path, query: { page, page_size: PAGE }, signal, throwOnError: true })),
  );
  return {
    customers: new Map(customers.map((customer) => [customer.external_id, customer])),
    invoices: new Map(
      invoices.flatMap((invoice) => {
        const { external_id, customer_external_id: customer, invoice_number: number } = invoice;
        const keys = new Set([invoiceKey(external_id, customer, number), invoiceKey(null, customer, number)]);
        return [...keys].map((key) => [key, invoice] as const);
      }),
    ),
  };
}

async function allOf<Row>(
  signal: AbortSignal,
  onProgress: (share: number) => void,
  get: (page: number) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const { count, data } = await repeated(() => get(page), signal);
    rows.push(...data);
    onProgress(count === 0 ? 1 : Math.min(1, rows.length / count));
    if (data.length < PAGE) return rows;
  }
}
