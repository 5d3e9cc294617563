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
    description: `The recommendations, at most ${LIMITS.batch}. Each is accepted or refused independently of the others.`,
  })
  recommendations: unknown[];
}

export class RunPolicyInput {
  @DateInput({
    description: 'The day for which days overdue are counted. Default: today, in UTC.',
    example: '2026-11-23',
    nullable: true,
  })
  as_of?: string;
}
