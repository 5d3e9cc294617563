import type { RecommendationCode } from './dunning-drafts.js';

interface Condition {
  /** Days overdue, both ends included; negative before the due date. */
  days: [from: number, to: number];
  /**
   * Restricts the stage to invoices that are disputed, that the customer promised to pay on a day that has not passed, or about
   * which the customer was contacted within the last seven days.
   */
  onlyIf?: 'disputed' | 'promised' | 'contacted';
}

export interface Step {
  event: string;
  label: string;
  /** The first is the recommended one. */
  alternatives: RecommendationCode[];
  /** Adds the recommended alternative of the next stage that applies. */
  addsNextStage?: true;
  /** Schedules the action for 09:00 UTC on the day after the due date, instead of proposing it today. */
  status?: 'scheduled';
  /** Points of the stage, and points for each full week overdue. */
  urgency: { base: number; perWeek: number };
  confidence: number;
  /** The reasoning, which follows the label and a colon. */
  rule: string;
}

/** Without an event, nothing is recommended. */
type Stage = Condition & (Step | { event: null });

const OVERDUE = { base: 25, perWeek: 3 };

/** The dunning policy: the first stage that applies to an invoice is used. */
export const STAGES: readonly Stage[] = [
  { days: [-Infinity, -4], event: null },
  {
    days: [-3, Infinity],
    onlyIf: 'disputed',
    event: 'invoice_disputed',
    label: 'Invoice disputed',
    alternatives: ['resolve_dispute', 'call_about_dispute'],
    urgency: { base: 30, perWeek: 0 },
    confidence: 0.9,
    rule: 'no reminder goes out before the dispute is resolved',
  },
  { days: [-Infinity, Infinity], onlyIf: 'promised', event: null },
  { days: [-3, 0], onlyIf: 'contacted', event: null },
  {
    days: [1, Infinity],
    onlyIf: 'contacted',
    event: 'customer_contacted',
    label: 'Customer contacted within the last seven days',
    alternatives: ['wait_for_customer'],
    addsNextStage: true,
    urgency: OVERDUE,
    confidence: 0.85,
    rule: 'time to answer comes before the next step',
  },
  {
    days: [-3, 0],
    event: 'invoice_due_soon',
    label: 'Due within three days',
    alternatives: ['send_courtesy_reminder'],
    status: 'scheduled',
    urgency: { base: 0, perWeek: 0 },
    confidence: 0.9,
    rule: 'a courtesy e-mail is planned for the day after the due date',
  },
  {
    days: [1, 7],
    event: 'overdue_1_to_7_days',
    label: '1–7 days overdue',
    alternatives: ['send_friendly_reminder', 'call_customer'],
    urgency: OVERDUE,
    confidence: 0.9,
    rule: 'a friendly e-mail, or else a call',
  },
  {
    days: [8, 21],
    event: 'overdue_8_to_21_days',
    label: '8–21 days overdue',
    alternatives: ['send_second_reminder', 'call_customer'],
    urgency: OVERDUE,
    confidence: 0.8,
    rule: 'a second, firmer e-mail, or else a call',
  },
  {
    days: [22, 45],
    event: 'overdue_22_to_45_days',
    label: '22–45 days overdue',
    alternatives: ['call_customer', 'request_payment_date'],
    urgency: OVERDUE,
    confidence: 0.75,
    rule: 'a call, or else an e-mail that asks for a payment date',
  },
  {
    days: [46, 90],
    event: 'overdue_46_to_90_days',
    label: '46–90 days overdue',
    alternatives: ['send_final_notice', 'escalate_internally'],
    urgency: OVERDUE,
    confidence: 0.7,
    rule: 'a final notice, or else an internal escalation',
  },
  {
    days: [91, Infinity],
    event: 'overdue_over_90_days',
    label: 'More than 90 days overdue',
    alternatives: ['escalate_internally', 'call_for_payment_plan'],
    urgency: OVERDUE,
    confidence: 0.7,
    rule: 'an internal escalation, or else a call to agree on a payment plan',
  },
];
