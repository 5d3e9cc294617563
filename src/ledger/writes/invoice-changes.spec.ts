import { describe, expect, it } from '@jest/globals';
import { type InvoiceState, cancellationReasons } from './invoice-changes.js';

const TODAY = '2026-11-23';
const OPEN: InvoiceState = { status: 'open', customer_id: 'acme', disputed: false, promised_on: null };

type Part = Partial<InvoiceState>;
const reasonOf = (before: Part, after: Part) =>
  cancellationReasons(
    [{ id: 'one', before: { ...OPEN, ...before }, after: { ...OPEN, ...after } }],
    TODAY,
  ).get('one');

describe('cancellationReasons', () => {
  it.each<[string, Part, Part, string | undefined]>([
    ['nothing that matters', {}, {}, undefined],
    ['paid', {}, { status: 'paid' }, 'invoice_paid'],
    ['void', {}, { status: 'void' }, 'invoice_void'],
    ['paid after it was void', { status: 'void' }, { status: 'paid' }, 'invoice_paid'],
    ['corrected after it was paid', { status: 'paid' }, { status: 'paid' }, 'invoice_paid'],
    ['open again', { status: 'paid' }, {}, undefined],
    ['another customer’s', {}, { customer_id: 'zenith' }, 'invoice_transferred'],
    ['disputed', {}, { disputed: true }, 'invoice_disputed'],
    ['disputed as before', { disputed: true }, { disputed: true }, undefined],
    ['disputed no more', { disputed: true }, {}, undefined],
    ['promised for tomorrow', {}, { promised_on: '2026-11-24' }, 'invoice_promised'],
    ['promised for today', {}, { promised_on: TODAY }, undefined],
    ['promised for yesterday', {}, { promised_on: '2026-11-22' }, undefined],
    ['promised as before', { promised_on: '2026-12-01' }, { promised_on: '2026-12-01' }, undefined],
    ['put off', { promised_on: '2026-12-01' }, { promised_on: '2026-12-02' }, 'invoice_promised'],
    ['promised sooner', { promised_on: '2026-12-02' }, { promised_on: '2026-12-01' }, 'invoice_promised'],
    ['promised no more', { promised_on: '2026-12-01' }, {}, undefined],
    ['paid and disputed', {}, { status: 'paid', disputed: true }, 'invoice_paid'],
    ['void and another’s', {}, { status: 'void', customer_id: 'zenith' }, 'invoice_void'],
    ['paid and promised', {}, { status: 'paid', promised_on: '2026-12-01' }, 'invoice_paid'],
    ['another’s and disputed', {}, { customer_id: 'zenith', disputed: true }, 'invoice_transferred'],
    ['disputed and promised', {}, { disputed: true, promised_on: '2026-12-01' }, 'invoice_disputed'],
  ])('%s', (_what, before, after, reason) => {
    expect(reasonOf(before, after)).toBe(reason);
  });

  it('gives each invoice its own', () => {
    const change = (id: string, after: Part) => ({ id, before: OPEN, after: { ...OPEN, ...after } });
    const changes = [change('a', { status: 'paid' }), change('b', {}), change('c', { disputed: true })];
    expect([...cancellationReasons(changes, TODAY)]).toEqual([
      ['a', 'invoice_paid'],
      ['c', 'invoice_disputed'],
    ]);
  });
});
