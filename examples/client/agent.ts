import { createClient } from '../../packages/client/generated/client/index.js';
import { createRecommendations, listCompanies, listInvoices } from '../../packages/client/generated/index.js';
import type { InvoiceResponse, RecommendationInput } from '../../packages/client/generated/index.js';

/** The maximum number of recommendations in one request. */
const PAGE_SIZE = 100;

/**
 * Recommends the next step on every open invoice, page by page: by cursor no invoice is on two pages or on none. Running it again
 * changes nothing, because each recommendation has a `dedupe_key`.
 * @param token needs the scopes `read` and `propose`, with which it cannot decide on actions
 */
export async function recommend(baseUrl: string, token: string) {
  const client = createClient({ baseUrl, auth: token });
  const options = { client, throwOnError: true } as const;
  const companies = await listCompanies(options);
  const path = { company_id: companies.data.data[0]!.id };

  const results: { ok: boolean; created?: boolean }[] = [];
  const query = { kind: 'invoice' as const, status: 'open', cursor: 'start', page_size: PAGE_SIZE };
  for (;;) {
    const { data: invoices } = await listInvoices({ ...options, path, query });
    if (invoices.data.length > 0) {
      const recommendations = invoices.data.map(recommendationOn);
      const { data } = await createRecommendations({ ...options, path, body: { recommendations } });
      results.push(...data.results.map(({ ok, created }) => ({ ok, created })));
    }
    if (!invoices.next_cursor) return results;
    query.cursor = invoices.next_cursor;
  }
}

const recommendationOn = ({
  id,
  customer,
  invoice_number,
  balance,
  currency,
}: InvoiceResponse): RecommendationInput => ({
  invoice_id: id,
  trigger_event: 'no_reply',
  trigger_event_label: 'No reply to the last message',
  source: 'example-agent',
  dedupe_key: `${id}/no-reply`,
  alternatives: [
    {
      action_type: 'email',
      recommendation: 'send_reminder',
      recommendation_label: 'Send a reminder',
      description: `Remind ${customer.name} of ${invoice_number}.`,
      action_required: true,
      is_recommended: true,
      urgency_score: 60,
      confidence: 0.8,
      subject: `Invoice ${invoice_number}`,
      content: `Hello, ${currency} ${balance} of invoice ${invoice_number} is still open.`,
    },
  ],
});
