import { bulkApproveActions, countActions, getAction, listActions } from './daybook.js';

const env = process.env as Record<string, string>;
const company = env.DAYBOOK_COMPANY!;
const authorized: RequestInit = { headers: { Authorization: `Bearer ${env.DAYBOOK_TOKEN}` } };
const json: RequestInit = { headers: { ...authorized.headers, 'Content-Type': 'application/json' } };

const page = await listActions(company, { category: 'needs_action', page_size: 500 }, authorized);
const counts = await countActions(company, authorized);
const detail = await getAction(company, env.DAYBOOK_ACTION!, authorized);
const ids = [env.DAYBOOK_OPEN!, env.DAYBOOK_DECIDED!];
const bulk = await bulkApproveActions(company, { ids }, json);
if (page.status !== 200 || counts.status !== 200 || detail.status !== 200 || bulk.status !== 200) {
  throw new Error('A request failed.');
}
// The other formats are exports.
if (typeof page.data === 'string') throw new Error('The page is no JSON.');

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
