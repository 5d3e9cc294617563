import type { RecommendationCode } from './dunning-drafts.js';

interface Reach {
  /** Days overdue, both ends included; below zero the invoice is not due yet. */
  days: [from: number, to: number];
  /**
   * Given: only for a disputed invoice, for one that the customer has promised to pay on a day that has not passed, or
   * for one about which the customer was contacted within the last seven days.
   */
  only?: 'disputed' | 'promised' | 'contacted';
}

export interface Step {
  event: string;
  label: string;
  /** The first one is recommended, the others are its alternatives. */
  choices: RecommendationCode[];
  /** Adds what the next stage that applies would have recommended. */
  offersNextStage?: true;
  /** Given: not proposed for today but scheduled for 09:00 UTC on the day after the due date. */
  status?: 'scheduled';
  /** Points at the start, and for each full week overdue; the amount adds its own. */
  urgency: { base: number; perWeek: number };
  confidence: number;
  /** Why, as the end of a sentence that the label begins. */
  rule: string;
}

type Stage = Reach & (Step | { event: null /* nothing is proposed */ });

const EVER = Infinity;
const LATE = { base: 25, perWeek: 3 };

/** The built-in dunning policy of Daybook: the first stage that applies decides. */
export const STAGES: readonly Stage[] = [
  { days: [-EVER, -4], event: null },
  {
    days: [-3, EVER],
    only: 'disputed',
    event: 'invoice_disputed',
    label: 'Invoice disputed',
    choices: ['resolve_dispute', 'call_about_dispute'],
    urgency: { base: 30, perWeek: 0 },
    confidence: 0.9,
    rule: 'no reminder goes out before the dispute is resolved',
  },
  { days: [-EVER, EVER], only: 'promised', event: null },
  { days: [-3, 0], only: 'contacted', event: null },
  {
    days: [1, EVER],
    only: 'contacted',
    event: 'customer_contacted',
    label: 'Customer contacted within the last seven days',
    choices: ['wait_for_customer'],
    offersNextStage: true,
    urgency: LATE,
    confidence: 0.85,
    rule: 'time to answer comes before the next step',
  },
  {
    days: [-3, 0],
    event: 'invoice_due_soon',
    label: 'Due within three days',
    choices: ['send_courtesy_reminder'],
    status: 'scheduled',
    urgency: { base: 0, perWeek: 0 },
    confidence: 0.9,
    rule: 'a courtesy e-mail is planned for the day after the due date',
  },
  {
    days: [1, 7],
    event: 'overdue_1_to_7_days',
    label: '1–7 days overdue',
    choices: ['send_friendly_reminder', 'call_customer'],
    urgency: LATE,
    confidence: 0.9,
    rule: 'a friendly e-mail, or else a call',
  },
  {
    days: [8, 21],
    event: 'overdue_8_to_21_days',
    label: '8–21 days overdue',
    choices: ['send_second_reminder', 'call_customer'],
    urgency: LATE,
    confidence: 0.8,
    rule: 'a second, firmer e-mail, or else a call',
  },
  {
    days: [22, 45],
    event: 'overdue_22_to_45_days',
    label: '22–45 days overdue',
    choices: ['call_customer', 'request_payment_date'],
    urgency: LATE,
    confidence: 0.75,
    rule: 'a call, or else an e-mail that asks for a payment date',
  },
  {
    days: [46, 90],
    event: 'overdue_46_to_90_days',
    label: '46–90 days overdue',
    choices: ['send_final_notice', 'escalate_internally'],
    urgency: LATE,
    confidence: 0.7,
    rule: 'a final notice, or else an internal escalation',
  },
  {
    days: [91, EVER],
    event: 'overdue_over_90_days',
    label: 'More than 90 days overdue',
    choices: ['escalate_internally', 'call_for_payment_plan'],
    urgency: LATE,
    confidence: 0.7,
    rule: 'an internal escalation, or else a call to agree on a payment plan',
  },
];
