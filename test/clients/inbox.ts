import { join } from 'node:path';
import type { ActionDetailResponse, ActionPage } from '../../packages/client/generated/types.gen.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cliJson, killProcesses, startServer } from '../support/processes.js';

const EVIDENCE = [{ source: 'payment history', fact: 'The last three invoices were paid late.', days: 12 }];

/** A running server with the demo company. `env` passes the server, the token and the ids to the readers. */
export interface Inbox {
  env: { DAYBOOK_URL: string; DAYBOOK_TOKEN: string; DAYBOOK_COMPANY: string; DAYBOOK_ACTION: string };
}

/** Starts the built application with an embedded database, an edited action that has evidence, and an action without an invoice. */
export async function startInbox(): Promise<Inbox> {
  const settings = { DATA_DIR: join(await aFolder(), 'data'), RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' };
  const server = await startServer(settings);
  const { company_id: company } = await cliJson<{ company_id: string }>(settings, 'demo', 'show');
  const scopes = ['read', 'decide', 'propose'].flatMap((scope) => ['--scope', scope]);
  const args = ['token', 'create', '--company', company, '--name', 'clients', ...scopes];
  const { token } = await cliJson<{ token: string }>(settings, ...args);
  const env = { DAYBOOK_URL: server.url, DAYBOOK_TOKEN: token, DAYBOOK_COMPANY: company };

  const page = await call<ActionPage>(env, 'GET', '/actions?category=needs_action');
  const { customer, invoice } = page.data.find((action) => action.invoice)!;
  const recommend = (subject: object, fields: object = {}) =>
    call<{ actions: [{ id: string }] }>(env, 'POST', '/recommendations', {
      customer_id: customer.id,
      ...subject,
      trigger_event: 'reply_received',
      trigger_event_label: 'The customer has replied',
      source: 'clients',
      alternatives: [
        {
          action_type: 'email',
          recommendation: 'send_invoice_copy',
          recommendation_label: 'Send a copy',
          description: 'Send a copy of the invoice.',
          action_required: true,
          is_recommended: true,
          urgency_score: 100,
          subject: 'A copy',
          content: 'Hello, here is your copy.',
          ...fields,
        },
      ],
    });
  await recommend({});
  const { actions } = await recommend({ invoice_id: invoice!.id }, { evidence: EVIDENCE });
  const { id } = actions[0];
  await call(env, 'PATCH', `/actions/${id}`, { subject: 'Your copy', urgency_score: 99 });
  return { env: { ...env, DAYBOOK_ACTION: id } };
}

export async function stopInbox(): Promise<void> {
  await killProcesses();
  await removeFolders();
}

/** Returns ids for a bulk approval: an open action, and one whose approval is rejected. Each client needs another open action. */
export async function idsToApprove({ env }: Inbox) {
  const open = await call<ActionPage>(env, 'GET', '/actions?category=needs_action');
  const decided = await call<ActionPage>(env, 'GET', '/actions?status=completed');
  return {
    DAYBOOK_OPEN: open.data.find(({ id, invoice }) => invoice && id !== env.DAYBOOK_ACTION)!.id,
    DAYBOOK_DECIDED: decided.data[0]!.id,
  };
}

/** The output that every reader must print, from requests without a generated client. */
export async function expectedOutput({ env }: Inbox) {
  const page = await call<ActionPage>(env, 'GET', '/actions?category=needs_action&page_size=500');
  const counts = await call<Record<string, Record<string, number>>>(env, 'GET', '/actions/counts');
  const detail = await call<ActionDetailResponse>(env, 'GET', `/actions/${env.DAYBOOK_ACTION}`);
  return {
    count: page.count,
    evidence: EVIDENCE,
    // Of the first action in the bulk approval.
    noEvidence: null,
    withoutInvoice: 1,
    needsAction: counts.categories!.needs_action,
    proposed: counts.statuses!.proposed,
    customer: detail.customer.name,
    amount: detail.invoice!.amount,
    executedAt: null,
    changes: { subject: ['A copy', 'Your copy'], urgency_score: [100, 99] },
    bulk: [
      [true, 'processing', null],
      [false, null, 'invalid_state'],
    ],
  };
}

type Credentials = Omit<Inbox['env'], 'DAYBOOK_ACTION'>;

async function call<T>(env: Credentials, method: string, path: string, body?: object): Promise<T> {
  const url = `${env.DAYBOOK_URL}/api/companies/${env.DAYBOOK_COMPANY}${path}`;
  const headers = { Authorization: `Token ${env.DAYBOOK_TOKEN}`, 'Content-Type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} got ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
