import { createClient } from './generated/client/index.js';
import { createRecommendations, listCompanies, listInvoices } from './generated/index.js';

/**
 * Recommends the next step on every open invoice. Running it again changes nothing, because each recommendation has a
 * `dedupe_key`.
 * @param token needs the scopes `read` and `propose`, with which it cannot decide on actions
 */
export async function recommend(baseUrl: string, token: string) {
  const client = createClient({ baseUrl, auth: token });
  const options = { client, throwOnError: true } as const;
  const companies = await listCompanies(options);
  const path = { company_id: companies.data.data[0]!.id };
  const invoices = await listInvoices({ ...options, path });
  const open = invoices.data.data.filter(({ status }) => status === 'open');
  if (open.length === 0) return [];

  const { data } = await createRecommendations({
    ...options,
    path,
    body: {
      recommendations: open.map(({ id, customer, invoice_number, balance, currency }) => ({
        customer_id: customer.id,
        invoice_id: id,
        trigger_event: 'no_reply',
        trigger_event_label: 'No reply to the last message',
        source: 'example-agent',
        dedupe_key: `${invoice_number}/no-reply`,
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
      })),
    },
  });
  return data.results.map(({ ok, created }) => ({ ok, created }));
}
