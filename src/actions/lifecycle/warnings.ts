import { formatMoney } from '../../ledger/money.js';

/** The facts about an action that can cause warnings when it is approved. */
export interface ApprovalFacts {
  /** When another e-mail or call to the customer was last approved or done; null if never. */
  lastContactedAt: Date | null;
  /** The open balance of the invoice when the draft was written; this and the fields below are null without an invoice. */
  draftedBalance: string | null;
  draftedCurrency: string | null;
  /** The open balance of the invoice now. */
  balance: string | null;
  currency: string | null;
  /** Whether the balance or the currency has changed since the draft was written. */
  amountChanged: boolean | null;
}

export interface Warning {
  code: WarningCode;
  detail: string;
}

const RECENT_DAYS = 7;
const RECENT_MS = RECENT_DAYS * 86_400_000;

/** The warning codes and their meanings. A warning does not prevent the approval. */
export const WARNINGS = {
  recently_contacted: `the customer was contacted within the last ${RECENT_DAYS} days`,
  amount_changed: 'the open balance of the invoice has changed since the draft was written',
} as const;
export type WarningCode = keyof typeof WARNINGS;

/** The warnings for a person who approves an action. */
export function warningsOf(facts: ApprovalFacts, now: Date): Warning[] {
  const { lastContactedAt, draftedBalance, draftedCurrency, balance, currency, amountChanged } = facts;
  const warnings: Warning[] = [];
  if (lastContactedAt && now.getTime() - lastContactedAt.getTime() <= RECENT_MS) {
    const detail = `The customer was last contacted on ${lastContactedAt.toISOString().slice(0, 10)}.`;
    warnings.push({ code: 'recently_contacted', detail });
  }
  if (amountChanged) {
    const then = formatMoney(draftedBalance!, draftedCurrency!);
    const detail = `${then} was owed when the draft was written; it is ${formatMoney(balance!, currency!)} now.`;
    warnings.push({ code: 'amount_changed', detail });
  }
  return warnings;
}
