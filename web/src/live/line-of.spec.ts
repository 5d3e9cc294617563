import { describe, expect, it } from '@jest/globals';
import type { LiveEvent } from './events.js';
import { lineOf } from './line-of.js';

const nobody = () => false;

interface Shape {
  type?: string;
  actor?: string;
  request?: string | null;
  number?: string;
  invoice?: object;
  data?: object;
}

function event({ type = 'action.approved', actor = 'Marcus Oyelaran', ...shape }: Shape = {}): LiveEvent {
  return {
    id: crypto.randomUUID(),
    created_at: '2026-11-28T10:00:00.000Z',
    actor,
    type,
    request_id: shape.request ?? null,
    data: {
      is_recommended: true,
      recommendation_label: 'Send a second reminder',
      customer: { id: 'c', name: 'Acme' },
      invoice: {
        invoice_number: shape.number ?? 'INV-2041',
        status: 'open',
        balance: '10.00',
        ...shape.invoice,
      },
      expires_at: null,
      ...shape.data,
    },
  } as unknown as LiveEvent;
}
const cancelled = (shape: Shape = {}) => event({ type: 'action.cancelled', actor: 'system', ...shape });
const synced = (counts: object, request: string | null = null) =>
  ({
    type: 'ledger.synced',
    actor: 'erp',
    request_id: request,
    data: { cancelled_actions: counts },
  }) as unknown as LiveEvent;

describe('the line about what others did', () => {
  it('names who decided, and what', () => {
    expect(lineOf([event()], nobody)).toBe('Marcus Oyelaran approved Send a second reminder · INV-2041');
  });

  it('counts decisions of the same kind by the same person', () => {
    expect(lineOf([event(), event({ number: 'INV-2' })], nobody)).toBe('Marcus Oyelaran approved 2 actions');
  });

  it('tells the latest of several things', () => {
    expect(lineOf([event(), event({ type: 'action.rejected', actor: 'Ann' })], nobody)).toMatch(
      /^Ann rejected/,
    );
  });

  it('is silent about own decisions, alternatives and deliveries that succeed', () => {
    expect(lineOf([event()], () => true)).toBeNull();
    expect(lineOf([event({ data: { is_recommended: false } })], nobody)).toBeNull();
    expect(lineOf([event({ type: 'action.sent', actor: 'system' })], nobody)).toBeNull();
    expect(
      lineOf([event({ type: 'action.edited' }), event({ type: 'delivery.claimed' })], nobody),
    ).toBeNull();
  });

  it('says who paid, and how many actions left the list', () => {
    const paid = { status: 'paid', balance: '0.00' };
    expect(lineOf([cancelled({ invoice: paid }), cancelled({ invoice: paid })], nobody)).toBe(
      'Acme paid INV-2041: 2 actions left the list',
    );
    expect(
      lineOf([cancelled({ invoice: paid }), cancelled({ invoice: paid, number: 'INV-2' })], nobody),
    ).toBe('2 invoices were paid: 2 actions left the list');
  });

  it('takes the reason from the ledger sync of the same request', () => {
    const reasons = { invoice_paid: 0, invoice_disputed: 1 };
    expect(lineOf([cancelled({ request: 'r' }), synced(reasons, 'r')], nobody)).toBe(
      'Acme disputes INV-2041: 1 action left the list',
    );
    expect(lineOf([cancelled({ request: 'r' }), synced(reasons, 'other')], nobody)).toBe(
      'No longer due: 1 action left the list',
    );
  });

  it('names a hold and an expiry', () => {
    const hold = { type: 'hold.set', request_id: 'r', data: {} } as unknown as LiveEvent;
    expect(lineOf([cancelled({ request: 'r' }), hold], nobody)).toBe(
      'Acme is on hold: 1 action left the list',
    );
    expect(lineOf([cancelled({ data: { expires_at: '2026-11-28T09:59:00.000Z' } })], nobody)).toMatch(
      /^Expired/,
    );
  });

  it('tells failed deliveries', () => {
    expect(lineOf([event({ type: 'delivery.failed', actor: 'system' })], nobody)).toBe(
      'The e-mail to Acme was not sent: Send a second reminder · INV-2041',
    );
  });
});
