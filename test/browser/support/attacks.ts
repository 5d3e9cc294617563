import type { Inbox } from './inbox.js';

/** Texts that run, or become elements, where a page does not treat them as text. */
const PAYLOADS = [
  `<img src=x onerror="window.attacked=1">`,
  `"><script>window.attacked=1</script>`,
  `javascript:window.attacked=1//`,
  `'-window.attacked=1-'`,
  `</textarea><svg onload=window.attacked=1>`,
] as const;

const attack = (index: number): string => `${PAYLOADS[index % PAYLOADS.length]} attacker ${index}`;

/** Stores the payloads in every text field of the ledger and of recommendations. They are the most urgent actions. */
export async function storeAttacks({ request }: Inbox): Promise<void> {
  const indexes = PAYLOADS.map((_, index) => index);
  await request('PUT', '/ledger', {
    contacts: indexes.map((index) => ({
      external_id: attack(index),
      name: attack(index),
      email: `attacker${index}@example.com`,
    })),
    customers: indexes.map((index) => ({
      external_id: attack(index),
      name: attack(index),
      contact_name: attack(index),
      phone: '+49 40 1234',
      contacts: [
        {
          name: attack(index),
          email: `ap${index}@example.com`,
          role: attack(index),
          purpose: 'billing',
        },
      ],
    })),
    invoices: indexes.map((index) => ({
      external_id: attack(index),
      invoice_number: attack(index),
      customer_external_id: attack(index),
      amount: '900000.00',
      currency: 'EUR',
      issued_on: '2026-01-01',
      due_on: '2026-02-01',
      status: 'open',
    })),
  });
  for (const index of indexes) await request('POST', '/recommendations', attackingRecommendation(index));
  const { data } = await request<{ data: { id: string }[] }>('GET', '/actions?search=attacker&page_size=5');
  await request('POST', `/actions/${data.at(-1)!.id}/reject`, { reason: attack(0), comment: attack(1) });
}

const attackingRecommendation = (index: number) => ({
  customer_external_id: attack(index),
  invoice_number: attack(index),
  trigger_event: 'attack',
  trigger_event_label: attack(index),
  source: `attacker ${index}`,
  alternatives: [true, false].map((is_recommended) => ({
    action_type: is_recommended ? 'email' : 'call',
    recommendation: is_recommended ? 'attack' : 'attack_by_phone',
    recommendation_label: attack(index),
    description: attack(index),
    action_required: true,
    is_recommended,
    urgency_score: 100,
    confidence: 0.9,
    reasoning: attack(index),
    evidence: PAYLOADS.map((payload) => ({
      source: payload,
      fact: payload,
      [payload]: { [payload]: payload },
    })),
    ...(is_recommended && {
      subject: attack(index),
      content: PAYLOADS.join('\n'),
      to: [{ name: attack(index), address: `ap${index}@example.com` }],
    }),
    metadata: { [PAYLOADS[0]]: PAYLOADS[1] },
  })),
});
