import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

/**
 * The README's tour with a typed client: find the company, read the inbox, approve one action with an edited text in a
 * contact's name, reject another, and find both in the records.
 */
export async function tour(baseUrl: string, token: string) {
  const daybook = createClient<paths>({ baseUrl, headers: { Authorization: `Token ${token}` } });

  const companies = await daybook.GET('/api/companies');
  const company_id = companies.data!.data[0]!.id;

  const contacts = await daybook.GET('/api/companies/{company_id}/contacts', {
    params: { path: { company_id } },
  });
  const approver = contacts.data!.data[0]!;

  const inbox = await daybook.GET('/api/companies/{company_id}/actions', {
    params: { path: { company_id }, query: { category: 'needs_action', page_size: 2 } },
  });
  const [first, second] = inbox.data!.data;

  const approved = await daybook.POST('/api/companies/{company_id}/actions/{action_id}/approve', {
    params: { path: { company_id, action_id: first!.id } },
    body: { final_content: 'Hello, a short reminder of our open invoice.', approved_by: approver.id },
  });

  const rejected = await daybook.POST('/api/companies/{company_id}/actions/{action_id}/reject', {
    params: { path: { company_id, action_id: second!.id } },
    body: { reason: 'The customer paid this morning.' },
  });

  const again = await daybook.POST('/api/companies/{company_id}/actions/{action_id}/approve', {
    params: { path: { company_id, action_id: first!.id } },
  });

  const history = await daybook.GET('/api/companies/{company_id}/actions', {
    params: { path: { company_id }, query: { category: 'history' } },
  });

  return {
    waiting: inbox.data!.count,
    approved: approved.data!.status,
    approvedBy: approved.data!.approval_log.at(-1)!.approved_by_name,
    finalContent: approved.data!.metadata.final_content,
    rejected: rejected.data!.status,
    approvedAgain: again.error!.code,
    inHistory: history.data!.data.some(({ id }) => id === second!.id),
  };
}
