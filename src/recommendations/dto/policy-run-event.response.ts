import { DateField } from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { PolicyRunResponse } from './recommendation.response.js';

/** The data of the event `policy.ran`. */
export class PolicyRunEventData extends PolicyRunResponse {
  @DateField('The day for which the policy ran.', '2026-11-23')
  as_of: string;

  @PreviousField()
  previous: object;
}
