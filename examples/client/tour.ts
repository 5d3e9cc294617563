import { createClient } from '../../packages/client/generated/client/index.js';
import {
  approveAction,
  listActions,
  listCompanies,
  listContacts,
  rejectAction,
} from '../../packages/client/generated/index.js';

/**
 * Reads the e-mails in the inbox of a company, approves one with an edited text in the name of a contact, and rejects another.
 * @param token needs the scopes `read` and `decide`
 */
export async function tour(baseUrl: string, token: string) {
  const client = createClient({ baseUrl, auth: token });
  const options = { client, throwOnError: true } as const;

  const companies = await listCompanies(options);
  const company_id = companies.data.data[0]!.id;

  const contacts = await listContacts({ ...options, path: { company_id } });
  const approver = contacts.data.data[0]!;

  const inbox = await listActions({
    ...options,
    path: { company_id },
    query: { category: 'needs_action', action_type: 'email', page_size: 2 },
  });
  const [first, second] = inbox.data.data;

  const approved = await approveAction({
    ...options,
    path: { company_id, action_id: first!.id },
    body: { final_content: 'Hello, a short reminder of our open invoice.', approved_by: approver.id },
  });

  const rejected = await rejectAction({
    ...options,
    path: { company_id, action_id: second!.id },
    body: { reason: 'The customer paid this morning.' },
  });

  const repeated = await approveAction({ client, path: { company_id, action_id: first!.id } });

  const history = await listActions({ ...options, path: { company_id }, query: { category: 'history' } });

  return {
    waiting: inbox.data.count,
    approved: approved.data.status,
    approvedBy: approved.data.approval_log.at(-1)!.approved_by_name,
    goesOut: approved.data.effective_content,
    rejected: rejected.data.status,
    approvedAgain: repeated.error!.code,
    inHistory: history.data.data.some(({ id }) => id === second!.id),
  };
}
