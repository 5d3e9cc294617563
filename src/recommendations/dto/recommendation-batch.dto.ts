import { ObjectListInput } from '../../input/body-fields.js';
import { DateInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { RecommendationInput } from './recommendation.dto.js';

export class RecommendationBatchInput {
  @ObjectListInput({
    of: () => RecommendationInput,
    min: 1,
    max: LIMITS.batch,
    required: true,
    validatedByUseCase: true,
    description: `The recommendations, at most ${LIMITS.batch}; each is taken or refused on its own.`,
  })
  recommendations: unknown[];
}

export class RunPolicyInput {
  @DateInput({
    description: 'As if it were this day; otherwise today, in UTC.',
    example: '2026-11-23',
    nullable: true,
  })
  as_of?: string;
}
