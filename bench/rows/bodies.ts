const TEXT =
  'Hello, according to our records this invoice is still open. Could you tell us when we can expect the payment? ';

export const recommendationBody = (invoice_id: string): string =>
  JSON.stringify({
    invoice_id,
    source: 'bench-agent',
    trigger_event: 'overdue_8_to_21_days',
    trigger_event_label: '8–21 days overdue',
    alternatives: [
      {
        action_type: 'email',
        recommendation: 'send_reminder',
        recommendation_label: 'Send a reminder',
        description: 'Send a reminder about the invoice',
        is_recommended: true,
        action_required: true,
        urgency_score: 60,
        subject: 'Your invoice',
        content: TEXT.repeat(8),
      },
      {
        action_type: 'call',
        recommendation: 'call_customer',
        recommendation_label: 'Call the customer',
        description: 'Call the customer about the invoice',
        is_recommended: false,
        action_required: true,
        urgency_score: 60,
        content: TEXT,
      },
    ],
  });

/** A tenth of the rows are customers. */
export function ledgerBody(batch: string, rows: number): string {
  const count = rows / 10;
  const customers = Array.from({ length: count }, (_, n) => ({
    external_id: `${batch} C-${n}`,
    name: `Customer ${n} of ${batch}`,
    email: `billing${n}@ledger.example`,
  }));
  const invoices = Array.from({ length: rows - count }, (_, n) => ({
    external_id: `${batch} I-${n}`,
    customer_external_id: `${batch} C-${n % count}`,
    invoice_number: `${batch} ${n}`,
    amount: `${100 + (n % 900)}.50`,
    currency: 'USD',
    issued_on: '2026-08-01',
    due_date: '2026-09-01',
    status: 'open',
  }));
  return JSON.stringify({ customers, invoices });
}
