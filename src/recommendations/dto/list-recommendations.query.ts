import {
  RECOMMENDATION_STATUSES,
  type RecommendationFilter,
} from '../../actions/inbox/recommendation-rows.js';
import { EnumInput, KeyInput, QueryIntegerInput, UuidInput } from '../../input/fields.js';
import { PageQuery } from '../../input/list.query.js';
import { LIMITS } from '../../limits.js';

export class ListRecommendationsQuery extends PageQuery implements RecommendationFilter {
  @QueryIntegerInput({
    max: LIMITS.batch,
    fallback: LIMITS.defaultPageSize,
    description: `The maximum number of recommendations on a page. Each has up to ${LIMITS.alternatives} actions.`,
    example: LIMITS.defaultPageSize,
  })
  override page_size: number = LIMITS.defaultPageSize;

  @KeyInput({ description: 'Only recommendations of the system with this name.' })
  source?: string;

  @EnumInput({
    of: RECOMMENDATION_STATUSES,
    description:
      'Only recommendations that are `open`, or only those that are `closed`: superseded, or cancelled by a ledger sync. The ' +
      'actions of an open one may be decided or expired.',
  })
  status?: (typeof RECOMMENDATION_STATUSES)[number];

  @UuidInput({ description: 'Only recommendations on the invoice with this id.' })
  invoice_id?: string;

  @UuidInput({
    description: 'Only recommendations on the customer with this id, as a whole or on one of its invoices.',
  })
  customer_id?: string;
}
