import { type HoldsOnRow, latestHold, untilText } from '../../ledger/holds/stored-hold.js';
import { formatMoney } from '../../ledger/money.js';
import { utcDay } from '../../time/calendar-date.js';
import { isUnfinished } from './refusals.js';
import type { ActionType, Status } from './statuses.js';

/** What a warning can depend on. Facts about the invoice are null without an invoice. Days are YYYY-MM-DD. */
export interface WarningFacts {
  status: Status;
  deletedAt: Date | null;
  actionType: ActionType;
  triggerEvent: string;
  /** When another e-mail or call to the customer was last approved or done; null if never. */
  lastContactedAt: Date | null;
  /** The customer's name, the due date and the open balance when the draft was written; null if they are not known. */
  draftedCustomerName: string | null;
  draftedDueOn: string | null;
  draftedBalance: string | null;
  draftedCurrency: string | null;
  /** As the ledger has them now. */
  customerName: string;
  hasRecipient: boolean;
  /** The addresses of the recipients that the ledger does not have for the customer. */
  unknownAddresses: readonly string[];
  dueOn: string | null;
  balance: string | null;
  currency: string | null;
  /** Whether the balance or the currency has changed since the draft was written. */
  amountChanged: boolean | null;
  disputed: boolean | null;
  promisedOn: string | null;
  /** Null if the action has ended. */
  holds: HoldsOnRow | null;
  /** When and by which client the subject or the text was last edited; null if they are as they were recommended. */
  editedAt: Date | null;
  editedBy: string | null;
}

export interface Warning {
  code: WarningCode;
  detail: string;
}

const RECENT_DAYS = 7;
const RECENT_MS = RECENT_DAYS * 86_400_000;
/** The trigger of the policy's actions on a disputed invoice. */
export const INVOICE_DISPUTED = 'invoice_disputed';

/** HH:MM:SS */
const utcTime = (time: Date): string => time.toISOString().slice(11, 19);

const isContact = ({ actionType }: WarningFacts): boolean => actionType !== 'task';

interface WarningRule {
  meaning: string;
  /** The warning in one sentence; null if the rule does not apply. */
  detailOf: (facts: WarningFacts, now: Date) => string | null;
}

/** The warning codes and their meanings, in the order of the response. A warning does not prevent a decision. */
export const WARNINGS = {
  held: {
    meaning:
      'the invoice or its customer is on hold; only an action that was approved before can have this warning',
    detailOf: ({ holds }, now) => {
      const current = holds && latestHold(holds, now);
      return current && `The ${current.kind} is on hold ${untilText(current.until)}.`;
    },
  },
  recently_contacted: {
    meaning: `for an e-mail or a call: the customer was contacted within the last ${RECENT_DAYS} days`,
    detailOf: (facts, now) =>
      isContact(facts) &&
      facts.lastContactedAt &&
      now.getTime() - facts.lastContactedAt.getTime() <= RECENT_MS
        ? `The customer was last contacted on ${utcDay(facts.lastContactedAt)}.`
        : null,
  },
  amount_changed: {
    meaning: 'the open balance of the invoice has changed since the draft was written',
    detailOf: ({ amountChanged, draftedBalance, draftedCurrency, balance, currency }) =>
      amountChanged
        ? `${formatMoney(draftedBalance!, draftedCurrency!)} was owed when the draft was written; ` +
          `it is ${formatMoney(balance!, currency!)} now.`
        : null,
  },
  due_date_changed: {
    meaning: 'the due date of the invoice has changed since the draft was written',
    detailOf: ({ draftedDueOn, dueOn }) =>
      draftedDueOn !== null && dueOn !== null && draftedDueOn !== dueOn
        ? `The invoice was due on ${draftedDueOn} when the draft was written; it is due on ${dueOn} now.`
        : null,
  },
  disputed: {
    meaning: `the customer disputes the invoice, and the action was not triggered by the dispute`,
    detailOf: ({ disputed, triggerEvent }) =>
      disputed && triggerEvent !== INVOICE_DISPUTED ? 'The customer disputes the invoice.' : null,
  },
  promised: {
    meaning: 'the customer promised to pay on a day that has not passed',
    detailOf: ({ promisedOn }, now) =>
      promisedOn !== null && promisedOn >= utcDay(now)
        ? `The customer promised to pay on ${promisedOn}.`
        : null,
  },
  no_email_address: {
    meaning:
      'for an e-mail: it has no recipient, because the ledger had no address of the customer or none is chosen',
    detailOf: ({ actionType, hasRecipient }) =>
      actionType === 'email' && !hasRecipient ? 'The e-mail has no recipient.' : null,
  },
  recipient_changed: {
    meaning:
      'for an e-mail: the ledger does not have, or no longer has, the address of a recipient for the customer',
    detailOf: ({ unknownAddresses }) =>
      unknownAddresses.length > 0
        ? `The ledger does not have for the customer: ${unknownAddresses.join(', ')}.`
        : null,
  },
  customer_renamed: {
    meaning: 'the name of the customer has changed since the draft was written',
    detailOf: ({ draftedCustomerName, customerName }) =>
      draftedCustomerName !== null && draftedCustomerName !== customerName
        ? `The customer was called ${draftedCustomerName} when the draft was written; it is ${customerName} now.`
        : null,
  },
  edited_since: {
    meaning: 'the subject or the text was edited after it was recommended',
    detailOf: ({ editedAt, editedBy }) =>
      editedAt && `${editedBy} edited the draft on ${utcDay(editedAt)} at ${utcTime(editedAt)} UTC.`,
  },
} as const satisfies Record<string, WarningRule>;

export type WarningCode = keyof typeof WARNINGS;
export const WARNING_CODES = Object.keys(WARNINGS) as WarningCode[];

/** The warnings for the person who decides on an action; none if it has ended or is deleted. */
export function warningsOf(facts: WarningFacts, now: Date): Warning[] {
  if (!isUnfinished(facts)) return [];
  return WARNING_CODES.flatMap((code) => {
    const detail = WARNINGS[code].detailOf(facts, now);
    return detail === null ? [] : [{ code, detail }];
  });
}
