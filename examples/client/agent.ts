import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

/**
 * An agent that proposes the next step on every open invoice, once for each: it may run as often as it likes.
 * @param token one with the scopes `read` and `propose`; nothing that it can send decides anything
 */
export async function propose(baseUrl: string, token: string) {
  const daybook = createClient<paths>({ baseUrl, headers: { Authorization: `Token ${token}` } });
  const companies = await daybook.GET('/api/companies');
  const path = { company_id: companies.data!.data[0]!.id };
  const invoices = await daybook.GET('/api/companies/{company_id}/invoices', { params: { path } });
  const open = invoices.data!.data.filter(({ status }) => status === 'open');
  if (open.length === 0) return [];

  const proposed = await daybook.POST('/api/companies/{company_id}/recommendations/batch', {
    params: { path },
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
            action_type: 'email' as const,
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
  return proposed.data!.results.map(({ ok, created }) => ({ ok, created }));
}
