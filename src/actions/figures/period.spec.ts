import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../problems/domain-error.js';
import { periodOf } from './period.js';

const TODAY = '2026-11-23';

/** The field and the code of the error with which a period is rejected. */
function errorOf(requested: object): string | undefined {
  try {
    periodOf(requested, TODAY);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [{ field, code }] = error.extras.errors as [{ field: string; code: string }];
    return `${field}: ${code}`;
  }
}

describe('periodOf', () => {
  it.each([
    [{}, { from: '2026-10-25', to: TODAY }],
    [{ from: TODAY }, { from: TODAY, to: TODAY }],
    [{ from: '2026-08-24' }, { from: '2026-08-24', to: TODAY }],
    [
      { from: '1900-01-01', to: '1900-01-01' },
      { from: '1900-01-01', to: '1900-01-01' },
    ],
    [
      { from: '9999-10-01', to: '9999-12-31' },
      { from: '9999-10-01', to: '9999-12-31' },
    ],
  ])('reads %j as %j', (requested, period) => {
    expect(periodOf(requested, TODAY)).toEqual(period);
  });

  it.each([
    [{ to: '2026-11-20' }, 'from: required'],
    [{ from: '2026-11-24' }, 'from: order'],
    [{ from: '2026-11-20', to: '2026-11-19' }, 'to: order'],
    [{ from: '2026-08-23' }, 'from: range'],
    [{ from: '2026-01-01', to: '2026-04-03' }, 'from: range'],
  ])('rejects %j with %s', (requested, error) => {
    expect(errorOf(requested)).toBe(error);
  });
});
