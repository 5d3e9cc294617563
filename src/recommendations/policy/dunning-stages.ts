import { INVOICE_DISPUTED } from '../../actions/lifecycle/warnings.js';
import type { OverdueStage } from '../../ledger/overdue-stages.js';
import type { StepCode } from './dunning-steps.js';

/** What the policy recommends in a state of an invoice. */
export interface Stage {
  event: string;
  label: string;
  /** The steps in their order. The first two that were not taken yet become the alternatives; the first is recommended. */
  steps: readonly StepCode[];
  /** Schedules the action for 09:00 UTC on the day after the due date, instead of proposing it today. */
  isScheduled?: true;
  confidence: number;
  /** The reasoning, which follows the label and a colon. */
  rule: string;
}

/** The stages by the days overdue (STAGE_STARTS). Before the first one, nothing is recommended. */
export const STAGES: Record<Exclude<OverdueStage, 'not_due'>, Stage> = {
  due_soon: {
    event: 'invoice_due_soon',
    label: 'Due within three days',
    steps: ['send_courtesy_reminder'],
    isScheduled: true,
    confidence: 0.9,
    rule: 'a courtesy e-mail is planned for the day after the due date',
  },
  overdue_1_to_7_days: {
    event: 'overdue_1_to_7_days',
    label: '1–7 days overdue',
    steps: ['send_friendly_reminder', 'call_customer'],
    confidence: 0.9,
    rule: 'a friendly e-mail, or else a call',
  },
  overdue_8_to_21_days: {
    event: 'overdue_8_to_21_days',
    label: '8–21 days overdue',
    steps: ['send_second_reminder', 'call_customer'],
    confidence: 0.8,
    rule: 'a second, firmer e-mail, or else a call',
  },
  overdue_22_to_45_days: {
    event: 'overdue_22_to_45_days',
    label: '22–45 days overdue',
    steps: ['call_customer', 'request_payment_date'],
    confidence: 0.75,
    rule: 'a call, or else an e-mail that asks for a payment date',
  },
  overdue_46_to_90_days: {
    event: 'overdue_46_to_90_days',
    label: '46–90 days overdue',
    steps: ['send_final_notice', 'escalate_internally'],
    confidence: 0.7,
    rule: 'a final notice, or else an internal escalation',
  },
  overdue_over_90_days: {
    event: 'overdue_over_90_days',
    label: 'More than 90 days overdue',
    steps: ['escalate_internally', 'call_for_payment_plan'],
    confidence: 0.7,
    rule: 'an internal escalation, or else a call to agree on a payment plan',
  },
};

/** Replaces the stage while the invoice is disputed. */
export const DISPUTED: Stage = {
  event: INVOICE_DISPUTED,
  label: 'Invoice disputed',
  steps: ['resolve_dispute', 'call_about_dispute'],
  confidence: 0.9,
  rule: 'no reminder goes out before the dispute is resolved',
};

/** Replaces the stage of an overdue invoice for CONTACT_PAUSE days after a contact; the next step is the alternative. */
export const CONTACTED: Stage = {
  event: 'customer_contacted',
  label: 'Customer contacted within the last seven days',
  steps: ['wait_for_customer'],
  confidence: 0.85,
  rule: 'time to answer comes before the next step',
};

/** The steps of an overdue stage whose letters all presuppose an earlier contact, if there was none. Its tasks follow. */
export const FIRST_CONTACT = {
  steps: ['send_first_notice', 'call_customer'],
  rule: 'the customer was not contacted about it before, so the first contact introduces the matter',
} as const satisfies Pick<Stage, 'steps' | 'rule'>;

/** The step once every step was taken or declined, unless a later stage with another one begins within the pause of this step. */
export const REVIEW = {
  steps: ['review_invoice'],
  rule: 'every step was taken or declined, so a person decides what happens next',
} as const satisfies Pick<Stage, 'steps' | 'rule'>;

/** The full days without a reminder after an e-mail or a call, so that the customer can answer. */
export const CONTACT_PAUSE = 7;
/**
 * The most days after a step for which the policy waits for an answer, however late the response deadline is: no open invoice stays
 * silent for good.
 */
export const LONGEST_WAIT = 90;
/** The full days of quiet after a person declined a step. */
export const REJECTION_PAUSE = 7;
/** The full days of quiet after a done step that is not one of the policy, such as an agent's. */
export const OTHER_PAUSES = { email: 7, call: 7, task: 14 } as const;
