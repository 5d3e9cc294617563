import type { ActionType } from '../../actions/lifecycle/statuses.js';

/** The facts that a draft may mention, formatted. There are no days overdue, because a draft must still be true tomorrow. */
export interface Facts {
  customer: string;
  /** The name to address: of the contact, or else of the customer. */
  contact: string;
  number: string;
  /** With its currency, such as `$1,234.50`. */
  amount: string;
  /** Such as `January 31, 2026`. */
  due: string;
  lastContacted: string | null;
  /** The latest step and its day, such as `Escalate internally, on November 3, 2026`; null if none was taken. */
  lastStep: string | null;
}

/** A step of the policy: its texts, and when the next one may follow. */
export interface Step {
  actionType: ActionType;
  label: string;
  /** The full days between the day on which the step was done and the next recommendation. */
  pauseDays: number;
  /** Whether the letter introduces the matter to a customer who was not contacted about the invoice before. */
  introduces?: true;
  /** Whether the step may be recommended again on the same invoice. Its text must then differ each time. */
  repeats?: true;
  description: (facts: Facts) => string;
  subject: (facts: Facts) => string;
  /** The text of an e-mail, the talking points of a call, or the instructions of a task. */
  content: (facts: Facts) => string;
}

const letter = (contact: string, ...paragraphs: string[]) =>
  [`Hello ${contact},`, ...paragraphs, 'Kind regards,\nAccounts Receivable'].join('\n\n');

const points = (...lines: string[]) => lines.map((line) => `- ${line}`).join('\n');

const owed = ({ number, amount, due }: Facts) => `invoice ${number} for ${amount}, due on ${due}`;

/** The steps by recommendation code: all actions that the policy can recommend, their texts and pauses. */
export const STEPS = {
  send_courtesy_reminder: {
    actionType: 'email',
    label: 'Send a courtesy reminder',
    pauseDays: 7,
    introduces: true,
    description: (f) => `Courtesy e-mail to ${f.customer} on the day after ${owed(f)}`,
    subject: (f) => `Invoice ${f.number} fell due on ${f.due}`,
    content: (f) =>
      letter(
        f.contact,
        `A short note that invoice ${f.number} for ${f.amount} fell due on ${f.due}.`,
        'If your payment is on its way, please disregard this message. If you need a copy of the invoice or anything else from us, just reply.',
      ),
  },
  send_friendly_reminder: {
    actionType: 'email',
    label: 'Send a friendly reminder',
    pauseDays: 7,
    introduces: true,
    description: (f) => `Friendly e-mail to ${f.customer} about ${owed(f)}`,
    subject: (f) => `Friendly reminder: invoice ${f.number} for ${f.amount}`,
    content: (f) =>
      letter(
        f.contact,
        `We hope all is well. According to our records, invoice ${f.number} for ${f.amount}, which was due on ${f.due}, is still open.`,
        'It may simply have been overlooked. Could you let us know when we can expect the payment? If it is already on its way, thank you, and please disregard this message.',
      ),
  },
  send_first_notice: {
    actionType: 'email',
    label: 'Send a first notice',
    pauseDays: 7,
    introduces: true,
    description: (f) => `First notice to ${f.customer} about ${owed(f)}`,
    subject: (f) => `Open invoice ${f.number} for ${f.amount}, due on ${f.due}`,
    content: (f) =>
      letter(
        f.contact,
        `We are writing to you about invoice ${f.number} for ${f.amount}. It was due on ${f.due}, and according to our records it is unpaid.`,
        'Did the invoice reach you, and is anything about it unclear? Please let us know when we can expect the payment, or reply if you need a copy. If you have paid in the meantime, thank you, and please disregard this message.',
      ),
  },
  send_second_reminder: {
    actionType: 'email',
    label: 'Send a second, firmer reminder',
    pauseDays: 7,
    description: (f) => `Firmer e-mail to ${f.customer} about ${owed(f)}`,
    subject: (f) => `Overdue: invoice ${f.number} for ${f.amount}, due on ${f.due}`,
    content: (f) =>
      letter(
        f.contact,
        `Invoice ${f.number} for ${f.amount} was due on ${f.due}, and we have not received your payment.`,
        'Please arrange the payment now, or tell us by reply the date on which it will be made. If something about the invoice keeps you from paying it, let us know what it is, so that we can put it right.',
      ),
  },
  request_payment_date: {
    actionType: 'email',
    label: 'Ask for a payment date by e-mail',
    pauseDays: 7,
    description: (f) => `E-mail to ${f.customer} asking for a payment date for ${owed(f)}`,
    subject: (f) => `Payment date needed: invoice ${f.number} for ${f.amount}`,
    content: (f) =>
      letter(
        f.contact,
        `${f.amount} on invoice ${f.number} has been outstanding since ${f.due}.`,
        'We need a firm payment date from you. Please reply with it within three working days, or call us, so that we can agree on how the amount will be paid.',
      ),
  },
  send_final_notice: {
    actionType: 'email',
    label: 'Send a final notice',
    pauseDays: 7,
    description: (f) => `Final notice to ${f.customer} about ${owed(f)}`,
    subject: (f) => `Final notice: invoice ${f.number} for ${f.amount}`,
    content: (f) =>
      letter(
        f.contact,
        `Invoice ${f.number} for ${f.amount} was due on ${f.due} and remains unpaid.`,
        'This is our final notice. Please pay the full amount within seven days of this message. Otherwise we will have to consider further steps, which may include a hold on new orders.',
        'If you cannot pay the full amount now, contact us within the same time, and we will look for an arrangement together.',
      ),
  },
  call_customer: {
    actionType: 'call',
    label: 'Call the customer',
    pauseDays: 7,
    description: (f) => `Call ${f.customer} about ${owed(f)}`,
    subject: (f) => `Call about invoice ${f.number}`,
    content: (f) =>
      points(
        `Speak to ${f.contact}: ${owed(f)}, is unpaid.`,
        'Ask whether the invoice arrived and was approved, and what stands in the way of the payment.',
        'Agree on a payment date, and write down who promised it.',
      ),
  },
  call_for_payment_plan: {
    actionType: 'call',
    label: 'Call to agree on a payment plan',
    pauseDays: 7,
    description: (f) => `Call ${f.customer} to agree on a payment plan for ${owed(f)}`,
    subject: (f) => `Call about a payment plan for invoice ${f.number}`,
    content: (f) =>
      points(
        `Speak to ${f.contact}, or to whoever decides on payments at ${f.customer}: ${owed(f)}, is unpaid.`,
        'Find out whether they cannot pay or will not pay.',
        'Offer instalments with fixed dates, the first at once, and have the plan confirmed in writing.',
      ),
  },
  escalate_internally: {
    actionType: 'task',
    label: 'Escalate internally',
    pauseDays: 14,
    description: (f) => `Escalate ${f.customer} internally: ${owed(f)}`,
    subject: (f) => `Escalate invoice ${f.number}`,
    content: (f) =>
      points(
        `Bring ${f.customer} to whoever is responsible for the account: ${owed(f)}, is unpaid.`,
        'Decide on a hold on new orders, a collection agency or legal steps, and on a provision for the loss.',
        'Record the decision and who made it.',
      ),
  },
  resolve_dispute: {
    actionType: 'task',
    label: 'Resolve the dispute',
    pauseDays: 14,
    description: (f) => `Resolve the dispute with ${f.customer} about ${owed(f)}`,
    subject: (f) => `Resolve the dispute about invoice ${f.number}`,
    content: (f) =>
      points(
        `${f.customer} disputes ${owed(f)}: find out what it objects to, and gather order, delivery note and correspondence.`,
        'Decide with sales: correct the invoice, credit a part of it, or uphold it.',
        'Send no payment reminder until this is settled.',
      ),
  },
  call_about_dispute: {
    actionType: 'call',
    label: 'Call about the dispute',
    pauseDays: 7,
    description: (f) => `Call ${f.customer} about the dispute over ${owed(f)}`,
    subject: (f) => `Call about the dispute over invoice ${f.number}`,
    content: (f) =>
      points(
        `Ask ${f.contact} what is wrong with ${owed(f)}; listen, and do not press for the payment.`,
        'Ask whether a part of it is undisputed and can be paid now.',
        'Agree on who does what next, and by when.',
      ),
  },
  review_invoice: {
    actionType: 'task',
    label: 'Decide what happens next',
    pauseDays: 30,
    repeats: true,
    description: (f) => `Decide what happens next with ${f.customer}: ${owed(f)}`,
    subject: (f) => `Decide about invoice ${f.number}`,
    content: (f) =>
      points(
        `Every step of the policy was taken or declined, and ${owed(f)}, is still open.`,
        `The latest step was: ${f.lastStep ?? 'none'}.`,
        `Decide with the person responsible for ${f.customer}: agree on a plan, hand the matter over, or write the amount off in the accounting system.`,
      ),
  },
  wait_for_customer: {
    actionType: 'task',
    label: 'Wait for the customer',
    pauseDays: 0,
    repeats: true,
    description: (f) => `Wait for an answer from ${f.customer} about ${owed(f)}`,
    subject: (f) => `Wait for ${f.customer} on invoice ${f.number}`,
    content: (f) =>
      points(
        `The last contact about ${owed(f)}, was on ${f.lastContacted}: give ${f.customer} seven days to answer.`,
        'If an answer or a payment arrives, record it; otherwise the next step is proposed after that.',
      ),
  },
} satisfies Record<string, Step>;

export type StepCode = keyof typeof STEPS;
