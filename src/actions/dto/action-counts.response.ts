import { ApiProperty } from '@nestjs/swagger';
import { CATEGORY_NAMES, type CategoryName } from '../lifecycle/categories.js';
import { IntegerField } from '../../api/response/response-fields.js';
import { OPEN_DELIVERY_STATUSES, type OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';

const CountsField = (names: readonly string[], description: string): PropertyDecorator =>
  ApiProperty({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer', minimum: 0, example: 12 }])),
    required: [...names],
    // `required` lists the required keys; `selfRequired` makes the object itself required.
    selfRequired: true,
    description,
  });

/** The numbers of actions. */
export class ActionCountsResponse {
  @CountsField(CATEGORY_NAMES, 'The number of actions in each inbox tab.')
  categories: Record<CategoryName, number>;

  @CountsField(STATUSES, 'The number of actions in each status, without deleted actions.')
  statuses: Record<Status, number>;

  @CountsField(
    OPEN_DELIVERY_STATUSES,
    'The number of approved actions in each status of their delivery (`delivery_status`).',
  )
  deliveries: Record<OpenDeliveryStatus, number>;

  @IntegerField('The number of actions whose response is overdue, without deleted actions.', 3)
  response_overdue: number;
}
