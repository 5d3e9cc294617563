import { describe, expect, it } from '@jest/globals';
import { evidenceLines } from './evidence.js';

describe('evidenceLines', () => {
  it.each<[string, unknown, unknown]>([
    ['nothing', null, []],
    ['a text', 'Paid late three times.', [{ label: null, value: 'Paid late three times.' }]],
    ['a number', 0, [{ label: null, value: '0' }]],
    [
      'a fact with its source',
      [{ source: 'ledger', fact: 'Paid 22 days late on average.' }],
      [{ label: 'Ledger', value: 'Paid 22 days late on average.' }],
    ],
    [
      'more about a fact',
      [{ source: 'CRM note', detail: 'Asked for time.', noted_on: '2026-11-01' }],
      [
        { label: 'CRM note', value: 'Asked for time.' },
        { label: 'Noted on', value: '2026-11-01' },
      ],
    ],
    [
      'names and values',
      { days_overdue: 19, reachable: false, contact: null },
      [
        { label: 'Days overdue', value: '19' },
        { label: 'Reachable', value: 'false' },
        { label: 'Contact', value: 'null' },
      ],
    ],
    ['a list of values', { invoices: ['INV-1', 'INV-2'] }, [{ label: 'Invoices', value: 'INV-1, INV-2' }]],
    ['objects within', { last: { on: '2026' } }, [{ label: 'Last', value: '{\n "on": "2026"\n}' }]],
    ['facts within', { facts: [{ source: 'a', fact: 'b' }] }, [{ label: 'A', value: 'b' }]],
  ])('of %s', (_, evidence, expected) => {
    expect(evidenceLines(evidence)).toEqual(expected);
  });

  it('keeps markup as text', () => {
    expect(evidenceLines({ '<img src=x>': '<script>' })).toEqual([
      { label: '<img src=x>', value: '<script>' },
    ]);
  });
});
