import { DateInput, EnumInput, QueryBooleanInput, SearchInput, UuidInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { Must } from '../../input/must.decorator.js';
import { CATEGORIES, CATEGORY_NAMES, type Category, type CategoryName } from '../lifecycle/categories.js';
import type { ActionFilter } from '../inbox/list-query.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';

const categoryOf = (query: object): Category | undefined => CATEGORIES[(query as ListActionsQuery).category!];

const OnlyByDate = (): PropertyDecorator =>
  Must(
    'category',
    'is only available with category=history',
    (_, query) => categoryOf(query)?.byDate === true,
  );

const CATEGORY_TEXT = CATEGORY_NAMES.map((name) => `\`${name}\`: ${CATEGORIES[name].description}.`).join(
  '\n',
);

export class ListActionsQuery extends PageQuery implements ActionFilter {
  @EnumInput({
    of: CATEGORY_NAMES,
    description: `An inbox tab.\n\n${CATEGORY_TEXT}`,
    example: 'needs_action',
  })
  category?: CategoryName;

  @EnumInput({
    of: STATUSES,
    list: true,
    description: 'Only these statuses, comma-separated (`proposed,scheduled`); narrows a category further.',
  })
  status?: Status[];

  @UuidInput({
    description: 'Only the actions on this invoice.',
    neededBy: (query) => categoryOf(query)?.requires === 'invoice_id',
  })
  @Must('required', 'is needed with category=alternatives', (value) => value !== undefined)
  invoice_id?: string;

  @UuidInput({
    description: 'Only the actions on this customer.',
  })
  customer_id?: string;

  @SearchInput({
    description:
      'Case-insensitive text to find anywhere in the description, the labels, the customer’s name or the invoice number.',
  })
  search?: string;

  @QueryBooleanInput({
    description: 'Whether soft-deleted actions are shown; unless given, only in the history.',
  })
  include_deleted?: boolean;

  @DateInput({
    description:
      'First day, in UTC: executed on or after it (cancelled ones: last updated). Only with `history`.',
  })
  @OnlyByDate()
  executed_after?: string;

  @Must('order', 'must not lie before executed_after', (value, query) => {
    const after = (query as ListActionsQuery).executed_after;
    return after === undefined || String(value) >= after;
  })
  @DateInput({ description: 'Last day, in UTC, likewise.' })
  @OnlyByDate()
  executed_before?: string;
}
