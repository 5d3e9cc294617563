import { countsStatement } from '../../src/actions/inbox/counts-query.js';
import { type ActionFilter, listingOf } from '../../src/actions/inbox/list-query.js';
import { pageStatement } from '../../src/database/sql/select-page.js';
import { pageSql, PLACES } from '../../src/events/feed-sql.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { COMMON_WORD, RARE_WORD } from '../data/recommended-rows.js';
import type { BenchCompany } from '../scene/scene.js';
import type { Row } from './row.js';

/** A statement that the floor executes; without a name PostgreSQL plans it for its values, like the product does for searches. */
export interface Read {
  name?: string;
  text: string;
  values: unknown[];
}

const PAGE_SIZE = 20;
const CONNECTIONS = 20;
/** The product runs one search of a company at a time, and lets ten wait. */
const SEARCH_CONNECTIONS = 8;
const SMALL = 2_000;
const DAY_MS = 24 * 3_600_000;

const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);

function viewsOf({
  customerId,
  customerName,
  invoiceId,
  invoiceNumber,
}: BenchCompany): Record<string, ActionFilter> {
  return {
    inbox: { category: 'needs_action' },
    'awaiting customer': { category: 'awaiting_customer' },
    'in progress': { category: 'in_progress' },
    history: { category: 'history' },
    'alternatives of an invoice': { category: 'alternatives', invoice_id: invoiceId },
    'all actions': {},
    'proposed and scheduled': { status: ['proposed', 'scheduled'] },
    'one invoice': { invoice_id: invoiceId },
    'one customer': { customer_id: customerId },
    'two days of history': { category: 'history', executed_after: day(21), executed_before: day(20) },
    'search: a customer': { search: customerName },
    'search: an invoice number': { search: invoiceNumber },
    'search: a rare word': { search: RARE_WORD },
    'search: a common word': { search: COMMON_WORD },
    'search: two letters': { search: 'me' },
    'search: nothing found': { search: 'zeppelin' },
  };
}
/** The views whose later pages are measured. */
const PAGED = ['inbox', 'history', 'all actions', 'proposed and scheduled'];

/** A page of a view: where the product and the floor serve it. */
interface Page {
  name: string;
  filter: ActionFilter;
  page: number;
}

/**
 * The rows of all views of a company. The statements of the floor go into `reads`, by the path at which it serves each.
 * @param countOf how many actions a view has, which tells its last page
 */
export async function viewRows(
  company: BenchCompany,
  reads: Record<string, Read>,
  countOf: (path: string) => Promise<number>,
): Promise<Row[]> {
  const pages: Page[] = [];
  for (const [name, filter] of Object.entries(viewsOf(company))) {
    pages.push({ name, filter, page: 1 });
    if (!PAGED.includes(name) || company.actions < SMALL) continue;
    const last = Math.ceil((await countOf(pathOf(company, filter, 1))) / PAGE_SIZE);
    if (last > 50) pages.push({ name, filter, page: 50 });
    if (last > 100) pages.push({ name, filter, page: last });
  }
  const add = (path: string, read: Read): void => void (reads[path] = read);
  return [...pages.map((page) => rowOf(company, page, add)), countsRow(company, add), feedRow(company, add)];
}

function rowOf(
  company: BenchCompany,
  { name, filter, page }: Page,
  add: (path: string, read: Read) => void,
): Row {
  const listing = listingOf(company.id as CompanyId, filter, new Date());
  const path = pathOf(company, filter, page);
  const statement = pageStatement(listing, { page, page_size: PAGE_SIZE });
  add(path, listing.isSearch || listing.isVaried ? statement : { name: nameOf(name), ...statement });
  const isTargetOfInbox = name === 'inbox' && company.label === '10k';
  return {
    name: page === 1 ? name : `${name}, page ${page}`,
    company: company.label,
    connections: listing.isSearch ? SEARCH_CONNECTIONS : CONNECTIONS,
    ...(page === 1 && { target: isTargetOfInbox ? 0.75 : 0.7 }),
    ...bothFrom(path),
  };
}

function countsRow(company: BenchCompany, add: (path: string, read: Read) => void): Row {
  const path = `/api/companies/${company.id}/actions/counts`;
  add(path, { name: 'counts', ...countsStatement(company.id as CompanyId, new Date()) });
  return { name: 'counts', company: company.label, connections: CONNECTIONS, target: 0.7, ...bothFrom(path) };
}

function feedRow(company: BenchCompany, add: (path: string, read: Read) => void): Row {
  const path = `/api/companies/${company.id}/events?limit=${PAGE_SIZE}`;
  add(path, { name: 'feed', text: pageSql(PLACES.all), values: [company.id, 0, PAGE_SIZE + 1] });
  return { name: 'event feed', company: company.label, connections: CONNECTIONS, ...bothFrom(path) };
}

const bothFrom = (path: string): Pick<Row, 'product' | 'floor' | 'isRead'> => {
  const request = { method: 'GET', path } as const;
  return { product: () => request, floor: () => request, isRead: true };
};

const nameOf = (view: string): string => view.replaceAll(/\W+/g, '_');

function pathOf({ id }: BenchCompany, filter: ActionFilter, page: number): string {
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
  );
  if (page > 1) query.set('page', String(page));
  return `/api/companies/${id}/actions${query.size > 0 ? `?${query.toString()}` : ''}`;
}
