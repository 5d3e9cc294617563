import { ApiError } from '../api/api-error.js';
import { queryClient } from '../api/query-client.js';
import { countsOptions } from './actions.js';
import { pageOptions, queryOf } from './list/fetch-list.js';
import { isTab } from './tabs.js';

/** The company of the last session, in this browser. Not a secret: the cookie decides what may be read. */
const STORED = 'daybook.company';

export const rememberCompany = (id: string): void => localStorage.setItem(STORED, id);

/**
 * Asks for the list and the counts while the session is still being asked for, which saves a round trip. If another company or
 * nobody is logged in, the answers are not shown: keys begin with the company.
 */
export function requestEarly({ pathname, search }: Location): void {
  const company = localStorage.getItem(STORED);
  const [, page, name = 'needs_action'] = pathname.split('/');
  if (!company || (page && page !== 'inbox') || !isTab(name)) return;
  const forget = (error: unknown) => {
    if (error instanceof ApiError && [401, 403, 404].includes(error.status)) localStorage.removeItem(STORED);
  };
  queryClient.fetchQuery(pageOptions(company, name, queryOf(search, name), 1)).catch(forget);
  queryClient.fetchQuery(countsOptions(company)).catch(forget);
}
