import { mkdir, writeFile } from 'node:fs/promises';
import type {
  RecommendationBatchResponse,
  RecommendationInput,
} from '../../packages/client/generated/types.gen.js';

const FOLDER = 'dist/schemathesis';
/** The highest number of recommendations in one request. */
const BATCH = 100;
/** Generated requests end many actions, so that a few are not enough. */
const OPEN_BATCHES = 3;
/** Customers, and invoices, that are on hold: a request that ends a hold uses it up. */
const HELD = 50;
/** Webhook endpoints for the requests that change or delete one, below the limit of a company. */
const CHANGED_ENDPOINTS = 10;
/** What the examples of the document recommend an action on. */
const EXAMPLE = { customer: 'C-10042', invoice: 'INV-1042' };

/**
 * Creates open and deleted actions, approved ones in each state of delivery, records on hold, and webhook endpoints, and writes their
 * ids to the dictionaries of schemathesis.toml.
 */
export async function createActions(serverUrl: string, company: string, token: string): Promise<void> {
  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { Authorization: `Token ${token}`, 'Content-Type': 'application/json' };
    const url = `${serverUrl}/api/companies/${company}${path}`;
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} got ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  // One customer for each action, because a newer recommendation supersedes the older one.
  const recommend = async (batch: string, actionType: 'email' | 'call' = 'email'): Promise<string[]> => {
    const customers = Array.from({ length: BATCH }, (_, at) => ({
      external_id: `${batch}-${at}`,
      name: 'A customer',
    }));
    await send('PUT', '/ledger', { customers });
    const body = {
      recommendations: customers.map(({ external_id }) => recommendation(external_id, actionType)),
    };
    const { results } = await send<RecommendationBatchResponse>('POST', '/recommendations/batch', body);
    return results.flatMap((result) => result.recommendation!.actions.map(({ id }) => id));
  };
  const deleted = await recommend('deleted');
  for (const id of deleted) await send('DELETE', `/actions/${id}`);
  const open: string[] = [];
  for (let batch = 1; batch <= OPEN_BATCHES; batch++) open.push(...(await recommend(`open-${batch}`)));
  const approve = async (ids: string[]): Promise<string[]> => {
    await send('POST', '/actions/bulk/approve', { ids });
    return ids;
  };
  const claimable = await approve(await recommend('claimable', 'call'));
  const claimed = await approve(await recommend('claimed', 'call'));
  for (const id of claimed) await send('POST', `/actions/${id}/claim`, { lease_seconds: 3_600 });
  // The customers have no address, so that the e-mails cannot be sent.
  const unsent = await approve(await recommend('unsent'));
  const held = async (
    kind: 'customers' | 'invoices',
    page: { data: { id: string }[] },
  ): Promise<string[]> => {
    for (const { id } of page.data) await send('PUT', `/${kind}/${id}/hold`, { reason: 'Paused.' });
    return page.data.map(({ id }) => id);
  };
  const keys = Array.from({ length: HELD }, (_, at) => `held-${at}`);
  await send('PUT', '/ledger', {
    customers: [...keys, EXAMPLE.customer].map((key) => ({ external_id: key, name: key })),
    invoices: [...keys.map((key) => invoice(key)), invoice(EXAMPLE.invoice, EXAMPLE.customer)],
  });
  const search = `?search=held-&page_size=${HELD}`;
  const customers = await held('customers', await send('GET', `/customers${search}`));
  const invoices = await held('invoices', await send('GET', `/invoices${search}`));
  const endpoint = async (): Promise<string> =>
    (await send<{ id: string }>('POST', '/webhook-endpoints', { url: 'https://hooks.acme.example/' })).id;
  const tested = await endpoint();
  const { id: delivery } = await send<{ id: string }>('POST', `/webhook-endpoints/${tested}/test`);
  const changed: string[] = [];
  while (changed.length < CHANGED_ENDPOINTS) changed.push(await endpoint());
  await mkdir(FOLDER, { recursive: true });
  await writeDictionary('open-actions', open);
  await writeDictionary('deleted-actions', deleted);
  await writeDictionary('claimable-actions', claimable);
  await writeDictionary('claimed-actions', claimed);
  await writeDictionary('unsent-actions', unsent);
  await writeDictionary('held-customers', customers);
  await writeDictionary('held-invoices', invoices);
  await writeDictionary('tested-endpoints', [tested]);
  await writeDictionary('changed-endpoints', changed);
  await writeDictionary('webhook-deliveries', [delivery]);
  // Of the demo company.
  const runs = await send<{ data: { id: string }[] }>('GET', '/policy-runs');
  await writeDictionary(
    'policy-runs',
    runs.data.map(({ id }) => id),
  );
}

const recommendation = (customer: string, action_type: 'email' | 'call'): RecommendationInput => ({
  customer_external_id: customer,
  trigger_event: 'reply_received',
  trigger_event_label: 'The customer has replied',
  source: 'schemathesis',
  alternatives: [
    {
      action_type,
      recommendation: 'answer',
      recommendation_label: 'Answer',
      description: 'Answer the reply.',
      action_required: true,
      is_recommended: true,
      urgency_score: 50,
      subject: 'Your reply',
      content: 'Hello, thank you for your reply.',
    },
  ],
});

const invoice = (key: string, customer = key): object => ({
  invoice_number: key,
  customer_external_id: customer,
  amount: '100.00',
  currency: 'USD',
  issued_on: '2026-01-01',
  due_date: '2026-02-01',
  status: 'open',
});

const writeDictionary = (name: string, ids: string[]): Promise<void> =>
  writeFile(`${FOLDER}/${name}.txt`, ids.map((id) => `"${id}"\n`).join(''));
