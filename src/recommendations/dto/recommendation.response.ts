import { ApiProperty } from '@nestjs/swagger';
import { ActionResponse } from '../../actions/dto/action.response.js';
import { RecommendationHead } from '../../actions/dto/recommendation-head.response.js';
import { BooleanField, IntegerField } from '../../api/response/response-fields.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Problem, problemDocument, ProblemOrNull } from '../../problems/problem.js';
import type { AlternativeRow, RecommendationRows } from '../../actions/inbox/recommendation-rows.js';
import { groupBy, groupConsecutive } from '../../group-by.js';
import { mapped } from '../../api/response/large-json.js';
import { pageOf } from '../../api/response/page.response.js';
import type { RecommendationResult } from '../recommendations.service.js';
import type { Actor } from '../../tenancy/caller.js';

/** A recommendation and its actions, one for each alternative. */
export class RecommendationResponse extends RecommendationHead {
  @ApiProperty({
    type: [ActionResponse],
    description: 'The alternatives in their current state, the recommended one first.',
  })
  actions: ActionResponse[];

  static from(rows: RecommendationRows, now: Date): RecommendationResponse {
    return {
      ...RecommendationHead.headOf(rows[0]!),
      actions: rows.map((row) => ActionResponse.from(row, now)),
    };
  }

  /** Several recommendations, whose rows follow each other. */
  static listFrom(rows: readonly AlternativeRow[], now: Date): RecommendationResponse[] {
    const recommendations = groupBy(rows, ({ recommendation_id }) => recommendation_id);
    return [...recommendations.values()].map((alternatives) =>
      RecommendationResponse.from(alternatives, now),
    );
  }

  /** One recommendation, whose actions are read one after the other. */
  static streamed(first: AlternativeRow, rows: AsyncIterable<AlternativeRow>, now: Date): object {
    return {
      ...RecommendationHead.headOf(first),
      actions: mapped(rows, (row) => ActionResponse.from(row, now)),
    };
  }

  /** Several of them, also one after the other. */
  static streamFrom(rows: AsyncIterable<AlternativeRow>, now: Date): AsyncGenerator<object> {
    const recommendations = groupConsecutive(rows, ({ recommendation_id }) => recommendation_id);
    return mapped(recommendations, ({ first, all }) => RecommendationResponse.streamed(first, all, now));
  }
}

export const RecommendationPage = pageOf(RecommendationResponse, 'RecommendationPage');

class BatchResult {
  @BooleanField('Whether the recommendation was accepted.', true)
  ok: boolean;

  @BooleanField(
    'Whether the recommendation was created; false if it was refused or repeats an earlier one.',
    true,
  )
  created: boolean;

  @ApiProperty({
    type: RecommendationResponse,
    nullable: true,
    description: 'The recommendation; null if it was refused.',
  })
  recommendation: RecommendationResponse | null;

  @ProblemOrNull('Why the recommendation was refused; null if it was accepted.')
  error: Problem | null;
}

export class RecommendationBatchResponse {
  @ApiProperty({
    type: [BatchResult],
    description: 'One result for each recommendation, in the order of the request.',
  })
  results: BatchResult[];

  static resultOf(result: RecommendationResult | DomainError, { requestId }: Actor, now: Date): BatchResult {
    if (result instanceof DomainError) {
      return { ok: false, created: false, recommendation: null, error: problemDocument(result, requestId!) };
    }
    const recommendation = RecommendationResponse.from(result.recommendation, now);
    return { ok: true, created: result.created, recommendation, error: null };
  }
}

export class PolicyRunResponse {
  @IntegerField('The number of new recommendations.', 12)
  created: number;

  @IntegerField('The number of recommendations that are unchanged and stay open.', 84)
  kept: number;

  @IntegerField(
    'The number of recommendations that were superseded: by a new recommendation, or because the policy recommends nothing any more.',
    9,
  )
  superseded: number;
}
