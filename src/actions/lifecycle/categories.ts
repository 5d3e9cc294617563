import type { Status } from './statuses.js';

/** A conjunction: a row matches if it has every given value. */
export interface Condition {
  status: Status;
  actionRequired?: true;
  isRecommended?: true;
  recommendation?: 'wait_for_customer';
}

export interface Category {
  /** A disjunction: a row is in the category if it matches one of the conditions. */
  anyOf: readonly Condition[];
  order: 'most_urgent' | 'most_recent';
  /** Whether soft-deleted rows are included by default. */
  includeDeleted: boolean;
  /** Whether expired actions are left out although the sweep has not cancelled them yet. */
  excludesExpired: boolean;
  /** Whether `executed_after` and `executed_before` may be used. */
  allowsDateFilter: boolean;
  /** A required query parameter; the column has the same name. */
  requires?: 'invoice_id';
  description: string;
}

/** The inbox tabs (API contract, "List"): the rows and the order of each. `list-query.ts` translates them to SQL. */
export const CATEGORIES = {
  needs_action: {
    anyOf: [{ status: 'proposed', actionRequired: true, isRecommended: true }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    allowsDateFilter: false,
    description: 'recommended actions that wait for a decision, most urgent first',
  },
  awaiting_customer: {
    anyOf: [{ status: 'proposed', isRecommended: true, recommendation: 'wait_for_customer' }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    allowsDateFilter: false,
    description: 'actions that recommend waiting for the customer, most urgent first',
  },
  history: {
    anyOf: [{ status: 'completed' }, { status: 'cancelled', isRecommended: true }],
    order: 'most_recent',
    includeDeleted: true,
    excludesExpired: false,
    allowsDateFilter: true,
    description:
      'completed actions and cancelled recommended actions, including deleted actions, latest first',
  },
  alternatives: {
    anyOf: [{ status: 'proposed', actionRequired: true }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    allowsDateFilter: false,
    requires: 'invoice_id',
    description:
      'all actions on one invoice that a person can choose from, most urgent first; requires `invoice_id`',
  },
  in_progress: {
    anyOf: [{ status: 'processing' }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: false,
    allowsDateFilter: false,
    description: 'approved actions that are not yet sent or completed, most urgent first',
  },
} as const satisfies Record<string, Category>;

export type CategoryName = keyof typeof CATEGORIES;
export const CATEGORY_NAMES = Object.keys(CATEGORIES) as CategoryName[];
