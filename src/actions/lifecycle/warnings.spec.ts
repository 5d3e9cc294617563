import { describe, expect, it } from '@jest/globals';
import { INVOICE_DISPUTED, type WarningFacts, warningsOf } from './warnings.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const FACTS: WarningFacts = {
  status: 'proposed',
  deletedAt: null,
  actionType: 'email',
  triggerEvent: 'overdue_8_to_21_days',
  lastContactedAt: null,
  draftedCustomerName: 'Acme Supply',
  draftedDueOn: '2026-11-10',
  draftedBalance: '1250.00',
  draftedCurrency: 'USD',
  customerName: 'Acme Supply',
  hasRecipient: true,
  unknownAddresses: [],
  dueOn: '2026-11-10',
  balance: '1250.00',
  currency: 'USD',
  amountChanged: false,
  disputed: false,
  promisedOn: null,
  holds: null,
  editedAt: null,
  editedBy: null,
};
const holdUntil = (until: string | null) => ({
  until,
  reason: 'A new delivery.',
  set_by: 'desk',
  created_at: '2026-11-20T09:00:00+00:00',
});
/** Facts that cause every warning. */
const ALL: Partial<WarningFacts> = {
  lastContactedAt: NOW,
  amountChanged: true,
  balance: '750.5',
  dueOn: '2026-11-12',
  disputed: true,
  promisedOn: '2026-12-01',
  holds: { customer: holdUntil('2026-12-15T09:00:00.000+00:00'), invoice: holdUntil('2026-12-01T00:00:00Z') },
  hasRecipient: false,
  unknownAddresses: ['ada@acme.example', 'ben@acme.example'],
  customerName: 'Acme Holdings',
  editedAt: new Date('2026-11-23T11:59:30.000Z'),
  editedBy: 'collections-desk',
};

const warnings = (changes: Partial<WarningFacts> = {}) => warningsOf({ ...FACTS, ...changes }, NOW);

describe('warningsOf', () => {
  it('returns nothing without a reason, and without an invoice', () => {
    expect(warnings()).toEqual([]);
    const none = {
      draftedBalance: null,
      draftedCurrency: null,
      draftedDueOn: null,
      balance: null,
      currency: null,
    };
    expect(warnings({ ...none, dueOn: null, amountChanged: null, disputed: null })).toEqual([]);
  });

  it('L3, L6, L7: returns every warning that applies, in a fixed order, each in a sentence', () => {
    expect(warnings(ALL)).toEqual([
      { code: 'held', detail: 'The customer is on hold until 2026-12-15T09:00:00.000Z.' },
      { code: 'recently_contacted', detail: 'The customer was last contacted on 2026-11-23.' },
      {
        code: 'amount_changed',
        detail: '$1,250.00 was owed when the draft was written; it is $750.50 now.',
      },
      {
        code: 'due_date_changed',
        detail: 'The invoice was due on 2026-11-10 when the draft was written; it is due on 2026-11-12 now.',
      },
      { code: 'disputed', detail: 'The customer disputes the invoice.' },
      { code: 'promised', detail: 'The customer promised to pay on 2026-12-01.' },
      { code: 'no_email_address', detail: 'The e-mail has no recipient.' },
      {
        code: 'recipient_changed',
        detail: 'The ledger does not have for the customer: ada@acme.example, ben@acme.example.',
      },
      {
        code: 'customer_renamed',
        detail: 'The customer was called Acme Supply when the draft was written; it is Acme Holdings now.',
      },
      {
        code: 'edited_since',
        detail: 'collections-desk edited the draft on 2026-11-23 at 11:59:30 UTC.',
      },
    ]);
  });

  it.each(['scheduled', 'processing'] as const)('applies to %s actions too', (status) => {
    expect(warnings({ ...ALL, status })).toHaveLength(10);
  });

  it.each([
    ['completed', { status: 'completed' }],
    ['cancelled', { status: 'cancelled' }],
    ['deleted', { deletedAt: NOW }],
  ] as const)('returns nothing for a %s action', (_title, changes) => {
    expect(warnings({ ...ALL, ...changes })).toEqual([]);
  });

  it.each([
    ['2026-11-16T12:00:00.001Z', 1],
    ['2026-11-16T12:00:00.000Z', 1],
    ['2026-11-16T11:59:59.999Z', 0],
  ])('warns of a contact within the last seven days: %s', (contacted, count) => {
    expect(warnings({ lastContactedAt: new Date(contacted) })).toHaveLength(count);
  });

  it.each<[string, Partial<WarningFacts>]>([
    ['a task after a contact', { actionType: 'task', lastContactedAt: NOW }],
    ['a call without a recipient', { actionType: 'call', hasRecipient: false }],
    ['an action that the dispute triggered', { disputed: true, triggerEvent: INVOICE_DISPUTED }],
    ['a promise for yesterday', { promisedOn: '2026-11-22' }],
    [
      'an action from before names and due dates were kept',
      { draftedCustomerName: null, draftedDueOn: null },
    ],
  ])('does not warn of %s', (_title, changes) => {
    expect(warnings(changes)).toEqual([]);
  });

  it('warns of a hold until it has passed, and of one without an end', () => {
    const heldUntil = (until: string | null) =>
      warnings({ holds: { customer: null, invoice: holdUntil(until) } });
    expect(heldUntil('2026-11-23T12:00:00.000Z')).toEqual([]);
    expect(heldUntil('2026-11-23T12:00:00.001Z')).toHaveLength(1);
    expect(heldUntil(null)).toEqual([
      { code: 'held', detail: 'The invoice is on hold until a person ends the hold.' },
    ]);
    const both = { customer: holdUntil('2027-01-01T00:00:00Z'), invoice: holdUntil(null) };
    expect(warnings({ holds: both })).toEqual(heldUntil(null));
  });

  it('warns of a promise for today', () => {
    expect(warnings({ promisedOn: '2026-11-23' })).toHaveLength(1);
  });

  it('names each balance in its currency if the currency has changed', () => {
    expect(warnings({ balance: '1250', currency: 'JPY', amountChanged: true })).toMatchObject([
      { detail: '$1,250.00 was owed when the draft was written; it is ¥1,250 now.' },
    ]);
  });
});
