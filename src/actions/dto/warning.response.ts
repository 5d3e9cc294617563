import { TextField } from '../../api/response/response-fields.js';
import type { ActionRow } from '../inbox/action-rows.js';
import {
  type Warning,
  type WarningCode,
  WARNING_CODES,
  WARNINGS,
  warningsOf,
} from '../lifecycle/warnings.js';

/** A reason to look twice before the decision. */
export class WarningResponse implements Warning {
  @TextField(
    `The code of the warning. ${WARNING_CODES.map((code) => `\`${code}\`: ${WARNINGS[code].meaning}.`).join(' ')}`,
    'recently_contacted',
    { enum: WARNING_CODES },
  )
  code: WarningCode;

  @TextField('The warning in one sentence.', 'The customer was last contacted on 2026-11-20.')
  detail: string;

  /** The warnings of an action at a time. */
  static listFrom(row: ActionRow, now: Date): WarningResponse[] {
    return warningsOf(
      {
        status: row.status,
        deletedAt: row.deleted_at,
        actionType: row.action_type,
        triggerEvent: row.trigger_event,
        lastContactedAt: row.last_contacted_at,
        draftedCustomerName: row.drafted_customer_name,
        draftedDueOn: row.drafted_due_date,
        draftedBalance: row.drafted_balance,
        draftedCurrency: row.drafted_currency,
        customerName: row.customer_name,
        hasRecipient: row.to_recipients !== null,
        unknownAddresses: row.unknown_addresses ?? [],
        dueOn: row.invoice_due_on,
        balance: row.invoice_balance,
        currency: row.invoice_currency,
        amountChanged: row.amount_changed,
        disputed: row.invoice_disputed,
        promisedOn: row.invoice_promised_on,
        holds: row.holds,
        editedAt: row.edited_at,
        editedBy: row.edited_by,
      },
      now,
    );
  }
}
