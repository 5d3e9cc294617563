import { describe, expect, it } from '@jest/globals';
import { CATEGORIES, type CategoryName, CATEGORY_NAMES, type Condition } from './categories.js';
import type { Status } from './statuses.js';

/** An action: its status, and whether it is action_required, is_recommended and a wait_for_customer. */
type Row = [Status, ...('required' | 'recommended' | 'wait')[]];

const matches = (condition: Condition, [status, ...flags]: Row): boolean =>
  condition.status === status &&
  (!condition.actionRequired || flags.includes('required')) &&
  (!condition.isRecommended || flags.includes('recommended')) &&
  (!condition.recommendation || flags.includes('wait'));

const categoriesOf = (row: Row): CategoryName[] =>
  CATEGORY_NAMES.filter((name) => CATEGORIES[name].anyOf.some((condition) => matches(condition, row)));

it('lists the five categories', () => {
  expect(CATEGORY_NAMES).toEqual([
    'needs_action',
    'awaiting_customer',
    'history',
    'alternatives',
    'in_progress',
  ]);
});

describe('the conditions of the categories', () => {
  it.each<{ row: Row; to: CategoryName[] }>([
    { row: ['proposed'], to: [] },
    { row: ['proposed', 'required'], to: ['alternatives'] },
    { row: ['proposed', 'recommended'], to: [] },
    { row: ['proposed', 'wait'], to: [] },
    { row: ['proposed', 'required', 'recommended'], to: ['needs_action', 'alternatives'] },
    { row: ['proposed', 'recommended', 'wait'], to: ['awaiting_customer'] },
    { row: ['scheduled', 'required', 'recommended'], to: [] },
    { row: ['scheduled', 'recommended', 'wait'], to: [] },
    { row: ['processing'], to: ['in_progress'] },
    { row: ['processing', 'required'], to: ['in_progress'] },
    { row: ['processing', 'required', 'recommended'], to: ['in_progress'] },
    { row: ['processing', 'recommended', 'wait'], to: ['in_progress'] },
    { row: ['completed'], to: ['history'] },
    { row: ['completed', 'required', 'recommended'], to: ['history'] },
    { row: ['cancelled'], to: [] },
    { row: ['cancelled', 'required'], to: [] },
    { row: ['cancelled', 'recommended'], to: ['history'] },
    { row: ['cancelled', 'required', 'recommended'], to: ['history'] },
    { row: ['cancelled', 'recommended', 'wait'], to: ['history'] },
  ])('put $row into $to', ({ row, to }) => {
    expect(categoriesOf(row)).toEqual(to);
  });
});

describe('the rules of the category', () => {
  it.each([
    ['needs_action', 'most_urgent', false, true, false, undefined],
    ['awaiting_customer', 'most_urgent', false, true, false, undefined],
    ['history', 'most_recent', true, false, true, undefined],
    ['alternatives', 'most_urgent', false, true, false, 'invoice_id'],
    ['in_progress', 'most_urgent', false, false, false, undefined],
  ] as const)(
    '%s: order %s, includes deleted: %s, excludes expired: %s, allows date filter: %s, requires: %s',
    (name, order, includeDeleted, excludesExpired, allowsDateFilter, requires) => {
      const { description, anyOf, ...rest } = CATEGORIES[name];
      expect({ requires: undefined, ...rest }).toEqual({
        order,
        includeDeleted,
        excludesExpired,
        allowsDateFilter,
        requires,
      });
      expect(description).not.toBe('');
      expect(anyOf.length).toBeGreaterThan(0);
    },
  );
});
