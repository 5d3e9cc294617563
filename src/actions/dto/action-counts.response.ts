import { ApiProperty } from '@nestjs/swagger';
import { CATEGORY_NAMES, type CategoryName } from '../lifecycle/categories.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';

const countsBy = (names: readonly string[], description: string): PropertyDecorator =>
  ApiProperty({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer', minimum: 0, example: 12 }])),
    required: [...names],
    // `required` above is of the names; the object itself is always there, too.
    selfRequired: true,
    description,
  });

/** How many actions there are, by inbox tab and by status. */
export class ActionCountsResponse {
  @countsBy(CATEGORY_NAMES, 'By inbox tab.')
  categories: Record<CategoryName, number>;

  @countsBy(STATUSES, 'By status, without deleted actions.')
  statuses: Record<Status, number>;
}
