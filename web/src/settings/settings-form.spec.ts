import { describe, expect, it } from '@jest/globals';
import type { SettingsResponse } from '@daybook/client';
import { changeOf, fieldError, formOf } from './settings-form.js';

const SETTINGS: SettingsResponse = {
  minimum_balances: { EUR: '5.00', JPY: '100' },
  approver_required: false,
  four_eyes: false,
  delivery: 'built_in',
  from_name: null,
  from_email: null,
  reply_to: 'ar@example.com',
  signature: null,
  time_zone: 'UTC',
  delivery_window: null,
  closed_days: ['2026-12-25'],
  minimum_interval_days: 3,
  updated_at: null,
};
const FORM = formOf(SETTINGS);

describe('changeOf', () => {
  it('sends nothing if nothing differs, or only how it is written', () => {
    expect(changeOf(FORM, FORM)).toEqual({});
    expect(changeOf(FORM, { ...FORM, closed_days: ' 2026-12-25\n\n', from_name: '  ' })).toEqual({});
    expect(changeOf(FORM, { ...FORM, start: '09:00' })).toEqual({});
  });

  it('sends only what differs, and null for an emptied field', () => {
    expect(changeOf(FORM, { ...FORM, reply_to: '', four_eyes: true })).toEqual({
      reply_to: null,
      four_eyes: true,
    });
  });

  it('sends the days of the window in the order of the week', () => {
    expect(changeOf(FORM, { ...FORM, hasWindow: true, days: ['fri', 'mon'] })).toEqual({
      delivery_window: { days: ['mon', 'fri'], start: '08:00', end: '17:00' },
    });
  });

  it('restores the default of a currency that is removed', () => {
    const minimums = [
      { currency: 'EUR', amount: '7' },
      { currency: 'USD', amount: '2' },
      { currency: '', amount: '' },
    ];
    expect(changeOf(FORM, { ...FORM, minimums })).toEqual({
      minimum_balances: { EUR: '7', USD: '2', JPY: null },
    });
  });

  it('sends a number that is none as it is typed', () => {
    expect(changeOf(FORM, { ...FORM, minimum_interval_days: 'x' })).toEqual({ minimum_interval_days: 'x' });
    expect(changeOf(FORM, { ...FORM, minimum_interval_days: '7' })).toEqual({ minimum_interval_days: 7 });
  });
});

describe('fieldError', () => {
  it('finds the error of a field or of a part of it, not of a field with a longer name', () => {
    const fields = {
      'closed_days[1]': 'closed_days[1] must be a date.',
      'delivery_window.end': 'must be later.',
    };
    expect(fieldError(fields, 'closed_days')).toBe('Must be a date.');
    expect(fieldError(fields, 'delivery_window')).toBe('Must be later.');
    expect(fieldError(fields, 'delivery')).toBeUndefined();
  });
});
