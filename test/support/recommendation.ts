import type { Invoice } from '../../src/ledger/invoice.entity.js';

/** The body of a recommendation, as an agent sends it; what a test does not name is filled in, all but whom it is about. */
export const aRecommendation = <Changes extends object>(changes = {} as Changes) => ({
  trigger_event: 'overdue_8_to_21_days',
  trigger_event_label: '8 to 21 days overdue',
  source: 'collections-agent',
  alternatives: [anAlternative(), aCall()],
  ...changes,
});

/** An e-mail, and the recommended one. */
export const anAlternative = (changes: object = {}) => ({
  action_type: 'email',
  recommendation: 'send_second_reminder',
  recommendation_label: 'Send a second reminder',
  description: 'Send Acme Supply a second reminder.',
  action_required: true,
  is_recommended: true,
  urgency_score: 62,
  ...changes,
});

/** What else could be done. */
export const aCall = (changes: object = {}) =>
  anAlternative({
    action_type: 'call',
    recommendation: 'call_customer',
    recommendation_label: 'Call the customer',
    description: 'Call Acme Supply.',
    is_recommended: false,
    urgency_score: 57,
    ...changes,
  });

/** A body's fields that say what it is about. */
export const about = ({ id, customerId }: Pick<Invoice, 'id' | 'customerId'>) => ({
  customer_id: customerId,
  invoice_id: id,
});
