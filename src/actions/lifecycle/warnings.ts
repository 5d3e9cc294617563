import { formatMoney } from '../../ledger/money.js';

/** What is known of an action when it is approved. */
export interface ApprovalFacts {
  /** When another e-mail or call to the customer was last approved or done. */
  lastContactedAt: Date | null;
  /** The invoice's open balance when the draft was written, and now; null where there is no invoice. */
  draftedBalance: string | null;
  draftedCurrency: string | null;
  balance: string | null;
  currency: string | null;
  /** Whether it is another amount now, or another currency. */
  amountChanged: boolean | null;
}

export interface Warning {
  code: WarningCode;
  detail: string;
}

const DAYS = 7;
const WEEK_MS = DAYS * 86_400_000;

/** What a warning is about; none stops an approval. */
export const WARNINGS = {
  recently_contacted: `the customer was contacted within the last ${DAYS} days`,
  amount_changed: 'what is owed on the invoice is no longer what it was when the draft was written',
} as const;
export type WarningCode = keyof typeof WARNINGS;

/** What a person who has just approved an action should know. */
export function warningsOf(facts: ApprovalFacts, now: Date): Warning[] {
  const { lastContactedAt, draftedBalance, draftedCurrency, balance, currency, amountChanged } = facts;
  const warnings: Warning[] = [];
  if (lastContactedAt && now.getTime() - lastContactedAt.getTime() <= WEEK_MS) {
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
