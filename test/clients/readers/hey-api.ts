import { bulkApproveActions, countActions, getAction, listActions } from './daybook/index.js';
import { createClient } from './daybook/client/index.js';

const env = process.env as Record<string, string>;
const client = createClient({ baseUrl: env.DAYBOOK_URL!, auth: env.DAYBOOK_TOKEN!, throwOnError: true });
const path = { company_id: env.DAYBOOK_COMPANY! };
const options = { client, throwOnError: true } as const;

const page = await listActions({ ...options, path, query: { category: 'needs_action', page_size: 500 } });
const counts = await countActions({ ...options, path });
const detail = await getAction({ ...options, path: { ...path, action_id: env.DAYBOOK_ACTION! } });
const body = { ids: [env.DAYBOOK_OPEN!, env.DAYBOOK_DECIDED!] };
const bulk = await bulkApproveActions({ ...options, path, body });

const changes = detail.data.approval_log.at(-1)!.changes!;
console.log(
  JSON.stringify({
    count: page.data.count,
    evidence: detail.data.evidence,
    noEvidence: bulk.data.results[0]!.action!.evidence,
    withoutInvoice: page.data.data.filter(({ invoice }) => invoice === null).length,
    needsAction: counts.data.categories.needs_action,
    proposed: counts.data.statuses.proposed,
    customer: detail.data.customer.name,
    amount: detail.data.invoice!.amount,
    executedAt: detail.data.executed_at,
    changes: Object.fromEntries(Object.entries(changes).map(([name, { from, to }]) => [name, [from, to]])),
    bulk: bulk.data.results.map(({ ok, action, error }) => [ok, action?.status ?? null, error?.code ?? null]),
  }),
);
