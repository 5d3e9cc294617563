import type { Status } from './statuses.js';

/** Rows for which all that is named holds. */
export interface Condition {
  status: Status;
  actionRequired?: true;
  isRecommended?: true;
  recommendation?: 'wait_for_customer';
}

export interface Category {
  /** A row belongs where any of these holds. */
  anyOf: readonly Condition[];
  order: 'most_urgent' | 'most_recent';
  /** Whether soft-deleted rows are shown unless the caller says otherwise. */
  includeDeleted: boolean;
  /** Whether proposals that have expired are left out, before the system has cancelled them. */
  excludesExpired: boolean;
  /** Whether it may be narrowed by day of execution. */
  byDate: boolean;
  /** A query parameter that it cannot do without, and the column of its name. */
  requires?: 'invoice_id';
  description: string;
}

/** The inbox tabs (contract: "List"): the order and the rows of each, as data with one interpreter, the list query. */
export const CATEGORIES = {
  needs_action: {
    anyOf: [{ status: 'proposed', actionRequired: true, isRecommended: true }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    byDate: false,
    description: 'recommended proposals that wait for a decision, most urgent first',
  },
  awaiting_customer: {
    anyOf: [{ status: 'proposed', isRecommended: true, recommendation: 'wait_for_customer' }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    byDate: false,
    description: 'proposals whose recommendation is to wait for the customer, most urgent first',
  },
  history: {
    anyOf: [{ status: 'completed' }, { status: 'cancelled', isRecommended: true }],
    order: 'most_recent',
    includeDeleted: true,
    excludesExpired: false,
    byDate: true,
    description: 'completed actions and cancelled recommendations, deleted ones included, latest first',
  },
  alternatives: {
    anyOf: [{ status: 'proposed', actionRequired: true }],
    order: 'most_urgent',
    includeDeleted: false,
    excludesExpired: true,
    byDate: false,
    requires: 'invoice_id',
    description: 'every proposal for one invoice that a person could choose; needs `invoice_id`',
  },
} as const satisfies Record<string, Category>;

export type CategoryName = keyof typeof CATEGORIES;
export const CATEGORY_NAMES = Object.keys(CATEGORIES) as CategoryName[];
