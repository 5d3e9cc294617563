import type { Invoice } from '../../src/ledger/invoice.entity.js';

/** The body of a recommendation, without its subject; `changes` override the defaults. */
export const aRecommendation = <Changes extends object>(changes = {} as Changes) => ({
  trigger_event: 'overdue_8_to_21_days',
  trigger_event_label: '8 to 21 days overdue',
  source: 'collections-agent',
  alternatives: [anEmailAlternative(), aCallAlternative()],
  ...changes,
});

/** The recommended alternative: an e-mail. */
export const anEmailAlternative = (changes: object = {}) => ({
  action_type: 'email',
  recommendation: 'send_second_reminder',
  recommendation_label: 'Send a second reminder',
  description: 'Send Acme Supply a second reminder.',
  action_required: true,
  is_recommended: true,
  urgency_score: 62,
  ...changes,
});

/** The other alternative: a call. */
export const aCallAlternative = (changes: object = {}) =>
  anEmailAlternative({
    action_type: 'call',
    recommendation: 'call_customer',
    recommendation_label: 'Call the customer',
    description: 'Call Acme Supply.',
    is_recommended: false,
    urgency_score: 57,
    ...changes,
  });

/** The fields of a body that name the customer and the invoice. */
export const subjectOf = ({ id, customerId }: Pick<Invoice, 'id' | 'customerId'>) => ({
  customer_id: customerId,
  invoice_id: id,
});
