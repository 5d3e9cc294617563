import {
  DateInput,
  EnumInput,
  KeyInput,
  QueryBooleanInput,
  SearchInput,
  UuidInput,
} from '../../input/fields.js';
import { CountInput, CursorInput, FormatInput, ListQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import { CATEGORIES, CATEGORY_NAMES, type Category, type CategoryName } from '../lifecycle/categories.js';
import {
  AmountInput,
  AssigneeInput,
  compareAmounts,
  CurrencyInput,
  DaysOverdueInput,
  isAmount,
} from './inbox-filters.js';
import { type Sort, SORTS } from '../inbox/joined-list.js';
import type { ActionFilter } from '../inbox/list-query.js';
import { ACTION_FIELDS, type ActionField } from './action-fields.js';
import { OPEN_DELIVERY_STATUSES, type OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { ACTION_TYPES, type ActionType, type Status, STATUSES } from '../lifecycle/statuses.js';

const categoryOf = (query: object): Category | undefined => CATEGORIES[(query as ListActionsQuery).category!];

const OnlyWithHistory = (): PropertyDecorator =>
  Must(
    'category',
    'is only available with category=history',
    (_, query) => categoryOf(query)?.allowsDateFilter === true,
  );

const CATEGORY_TEXT = CATEGORY_NAMES.map((name) => `\`${name}\`: ${CATEGORIES[name].description}.`).join(
  '\n',
);

export class ListActionsQuery extends ListQuery implements ActionFilter {
  @EnumInput({
    of: CATEGORY_NAMES,
    description: `Only the actions of an inbox tab.\n\n${CATEGORY_TEXT}`,
    example: 'needs_action',
  })
  category?: CategoryName;

  @EnumInput({
    of: STATUSES,
    list: true,
    description:
      'Only actions with one of these statuses, comma-separated (`proposed,scheduled`). Applies in addition to `category`.',
  })
  status?: Status[];

  @UuidInput({
    description: 'Only actions on the invoice with this id. Required with `category=alternatives`.',
    requiredIf: (query) => categoryOf(query)?.requires === 'invoice_id',
  })
  @Must('required', 'is required with category=alternatives', (value) => value !== undefined)
  invoice_id?: string;

  @UuidInput({
    description: 'Only actions that concern the customer with this id.',
  })
  customer_id?: string;

  @SearchInput({
    description:
      'Only actions that contain this text, ignoring case and accents, in the description, a label, the customer’s name or ' +
      'the invoice number.',
  })
  search?: string;

  @QueryBooleanInput({
    description:
      'Whether to include soft-deleted actions. Defaults to true with `category=history`, otherwise to false.',
  })
  include_deleted?: boolean;

  @DateInput({
    description:
      'Only actions that were executed on or after this day, in UTC; a cancelled action counts on the day of its last ' +
      'update. Only with `category=history`.',
  })
  @OnlyWithHistory()
  executed_after?: string;

  @Must('order', 'must not be before executed_after', (value, query) => {
    const after = (query as ListActionsQuery).executed_after;
    return after === undefined || String(value) >= after;
  })
  @DateInput({
    description:
      'Only actions that were executed on or before this day, in UTC; a cancelled action counts on the day of its last ' +
      'update. Only with `category=history`.',
  })
  @OnlyWithHistory()
  executed_before?: string;

  @EnumInput({
    of: ACTION_TYPES,
    list: true,
    description: 'Only actions of one of these types, comma-separated (`call,task`).',
  })
  action_type?: ActionType[];

  @QueryBooleanInput({
    description:
      'Only actions whose response is overdue (`true`) or is not (`false`), as in the field `response_overdue` of the action.',
  })
  response_overdue?: boolean;

  @EnumInput({
    of: OPEN_DELIVERY_STATUSES,
    list: true,
    description:
      'Only approved actions whose delivery has one of these statuses, comma-separated (`failed,unknown`).',
  })
  delivery_status?: OpenDeliveryStatus[];

  @AssigneeInput('Only actions that are assigned to the contact with this id, or with `none` to nobody.')
  assigned_to?: string;

  @KeyInput({ description: 'Only actions that were recommended by the system with this name.' })
  source?: string;

  @CurrencyInput('Only actions on invoices in this ISO 4217 currency.')
  currency?: string;

  @AmountInput('Only actions on invoices with at least this open balance. Requires `currency`.')
  amount_min?: string;

  @Must('order', 'must not be below amount_min', (value, query) => {
    const { amount_min } = query as ListActionsQuery;
    return !isAmount(value) || !isAmount(amount_min) || compareAmounts(value, amount_min) >= 0;
  })
  @AmountInput('Only actions on invoices with at most this open balance. Requires `currency`.')
  amount_max?: string;

  @DaysOverdueInput(
    'Only actions on open invoices that were due at least so many days ago, in UTC; below zero before the due date.',
  )
  days_overdue_min?: number;

  @Must('order', 'must not be below days_overdue_min', (value, query) => {
    const { days_overdue_min = -Infinity } = query as ListActionsQuery;
    return Number(value) >= days_overdue_min;
  })
  @DaysOverdueInput('Only actions on open invoices that were due at most so many days ago, in UTC.')
  days_overdue_max?: number;

  @EnumInput({
    of: SORTS,
    description:
      'The order: most urgent first (the default), highest open balance of the invoice first, or earliest due date of an open invoice ' +
      'first. Actions without such an invoice come last. Not with `category=history`.',
  })
  @Must(
    'category',
    'is not available with category=history',
    (_, query) => categoryOf(query)?.order !== 'most_recent',
  )
  sort?: Sort;

  @EnumInput({
    of: ACTION_FIELDS,
    list: true,
    description:
      'Only these fields of each action, comma-separated (`id,status,invoice`); the others are absent then. Without the texts, lists are ' +
      'much smaller and faster.',
  })
  fields?: ActionField[];

  @CursorInput()
  cursor?: string;

  @CountInput()
  count?: boolean;

  @FormatInput()
  format?: ListQuery['format'];
}
