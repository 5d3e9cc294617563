import { describe, expect, it } from '@jest/globals';
import { type InvoiceState, cancellationReasons } from './invoice-changes.js';

const TODAY = '2026-11-23';
const OPEN: InvoiceState = {
  status: 'open',
  customer_id: 'acme',
  balance: 100,
  disputed: false,
  promised_on: null,
  due_on: '2026-10-12',
};

const reasonOf = (before: Partial<InvoiceState>, after: Partial<InvoiceState>) =>
  cancellationReasons(
    [{ id: 'one', before: { ...OPEN, ...before }, after: { ...OPEN, ...after } }],
    TODAY,
  ).get('one');

describe('cancellationReasons', () => {
  it.each<[string, Partial<InvoiceState>, Partial<InvoiceState>, string | undefined]>([
    ['unchanged', {}, {}, undefined],
    ['paid', {}, { status: 'paid' }, 'invoice_paid'],
    ['void', {}, { status: 'void' }, 'invoice_void'],
    ['overpaid', {}, { balance: -0.01 }, 'invoice_paid'],
    ['paid after it was void', { status: 'void' }, { status: 'paid' }, 'invoice_paid'],
    ['corrected after it was paid', { status: 'paid' }, { status: 'paid' }, 'invoice_paid'],
    ['reopened', { status: 'paid' }, {}, undefined],
    ['transferred to another customer', {}, { customer_id: 'zenith' }, 'invoice_transferred'],
    ['disputed', {}, { disputed: true }, 'invoice_disputed'],
    ['still disputed', { disputed: true }, { disputed: true }, undefined],
    ['no longer disputed', { disputed: true }, {}, undefined],
    ['promised for tomorrow', {}, { promised_on: '2026-11-24' }, 'invoice_promised'],
    ['promised for today', {}, { promised_on: TODAY }, undefined],
    ['promised for yesterday', {}, { promised_on: '2026-11-22' }, undefined],
    [
      'promised for the same day as before',
      { promised_on: '2026-12-01' },
      { promised_on: '2026-12-01' },
      undefined,
    ],
    [
      'promised for a later day than before',
      { promised_on: '2026-12-01' },
      { promised_on: '2026-12-02' },
      'invoice_promised',
    ],
    [
      'promised for an earlier day than before',
      { promised_on: '2026-12-02' },
      { promised_on: '2026-12-01' },
      'invoice_promised',
    ],
    ['no longer promised', { promised_on: '2026-12-01' }, {}, undefined],
    ['paid and disputed', {}, { status: 'paid', disputed: true }, 'invoice_paid'],
    ['void and transferred', {}, { status: 'void', customer_id: 'zenith' }, 'invoice_void'],
    ['paid and promised', {}, { status: 'paid', promised_on: '2026-12-01' }, 'invoice_paid'],
    ['transferred and disputed', {}, { customer_id: 'zenith', disputed: true }, 'invoice_transferred'],
    ['due in the future', {}, { due_on: '2026-12-12' }, 'due_date_changed'],
    ['due today', {}, { due_on: TODAY }, 'due_date_changed'],
    ['less overdue, in an earlier stage', {}, { due_on: '2026-11-02' }, 'due_date_changed'],
    ['less overdue, in the same stage', {}, { due_on: '2026-11-01' }, undefined],
    ['more overdue', {}, { due_on: '2026-08-12' }, undefined],
    [
      'not due for long, instead of due soon',
      { due_on: '2026-11-26' },
      { due_on: '2026-11-27' },
      'due_date_changed',
    ],
    ['promised, and due later', {}, { promised_on: '2026-12-01', due_on: '2026-12-12' }, 'invoice_promised'],
    ['disputed and promised', {}, { disputed: true, promised_on: '2026-12-01' }, 'invoice_disputed'],
  ])('returns the reason for an invoice that is %s', (_, before, after, reason) => {
    expect(reasonOf(before, after)).toBe(reason);
  });

  it('returns a reason for each invoice whose actions must be cancelled', () => {
    const change = (id: string, after: Partial<InvoiceState>) => ({
      id,
      before: OPEN,
      after: { ...OPEN, ...after },
    });
    const changes = [change('a', { status: 'paid' }), change('b', {}), change('c', { disputed: true })];
    expect([...cancellationReasons(changes, TODAY)]).toEqual([
      ['a', 'invoice_paid'],
      ['c', 'invoice_disputed'],
    ]);
  });
});
