import { BooleanInput, ObjectListInput } from '../../input/body-fields.js';
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
    description:
      'The day for which days overdue are counted: at most tomorrow in UTC, and not before the day of the latest run. ' +
      'Default: today, in the time zone of each customer where the ledger has it, otherwise in UTC.',
    example: '2026-11-23',
    nullable: true,
  })
  as_of?: string;

  @BooleanInput({
    description: 'Whether to tell what the run would do, without writing anything. Default: false.',
    nullable: true,
  })
  dry_run?: boolean;
}
