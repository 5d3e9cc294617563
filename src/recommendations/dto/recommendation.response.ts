import { ApiProperty } from '@nestjs/swagger';
import { ActionInvoice } from '../../actions/dto/action-invoice.response.js';
import { ActionResponse } from '../../actions/dto/action.response.js';
import { DomainError } from '../../problems/domain-error.js';
import {
  IntegerField,
  UuidField,
  timestamp,
  timestampOrNull,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
} from '../../api/response/response-fields.js';
import { type Problem, problemDocument, ProblemOrNull } from '../../problems/problem.js';
import { CustomerReference } from '../../ledger/dto/customer-reference.js';
import type { AlternativeRow, RecommendationRows } from '../../actions/inbox/recommendation-rows.js';
import { groupBy, groupConsecutive } from '../../group-by.js';
import { mapped } from '../../api/response/large-json.js';
import { pageOf } from '../../api/response/page.response.js';
import type { RecommendationResult } from '../recommendations.service.js';
import type { Actor } from '../../tenancy/caller.js';

/** A recommendation and its actions, one for each alternative. */
export class RecommendationResponse {
  @UuidField('The id of the recommendation.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f800')
  id: string;

  @UuidField('The id of the company.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @ApiProperty({ type: CustomerReference, description: 'The customer.' })
  customer: CustomerReference;

  @ApiProperty({
    type: ActionInvoice,
    nullable: true,
    description: 'The invoice; null if the recommendation concerns the customer as a whole.',
  })
  invoice: ActionInvoice | null;

  @TextField('The name of the system that recommends.', 'collections-agent')
  source: string;

  @TextField('The deduplication key that the source chose; null if none.', 'INV-1042/2026-W48', Nullable)
  dedupe_key: string | null;

  @TextField('The event that triggered the recommendation, as a code.', 'overdue_8_to_21_days')
  trigger_event: string;

  @TextField('The event that triggered the recommendation, as a label.', '8 to 21 days overdue')
  trigger_event_label: string;

  @DateTimeField('When the recommendation expires; null if never.', '2026-12-07T00:00:00.000Z', Nullable)
  expires_at: string | null;

  @DateTimeField('When the recommendation was created.', '2026-11-23T06:00:00.000Z')
  created_at: string;

  @DateTimeField(
    'When the recommendation was superseded or its actions were cancelled by a ledger sync or a hold; null while it is open.',
    null,
    Nullable,
  )
  closed_at: string | null;

  @ApiProperty({
    type: [ActionResponse],
    description: 'The alternatives in their current state, the recommended one first.',
  })
  actions: ActionResponse[];

  static from(rows: RecommendationRows, now: Date): RecommendationResponse {
    return { ...headOf(rows[0]!), actions: rows.map((row) => ActionResponse.from(row, now)) };
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
    return { ...headOf(first), actions: mapped(rows, (row) => ActionResponse.from(row, now)) };
  }

  /** Several of them, also one after the other. */
  static streamFrom(rows: AsyncIterable<AlternativeRow>, now: Date): AsyncGenerator<object> {
    const recommendations = groupConsecutive(rows, ({ recommendation_id }) => recommendation_id);
    return mapped(recommendations, ({ first, all }) => RecommendationResponse.streamed(first, all, now));
  }
}

/** The fields of a recommendation, which each of its alternatives has. */
const headOf = (row: AlternativeRow): Omit<RecommendationResponse, 'actions'> => ({
  id: row.recommendation_id!,
  company_id: row.company_id,
  customer: { id: row.customer_id, name: row.customer_name },
  invoice: ActionInvoice.from(row),
  source: row.recommended_by,
  dedupe_key: row.recommendation_dedupe_key,
  trigger_event: row.trigger_event,
  trigger_event_label: row.trigger_event_label,
  expires_at: timestampOrNull(row.recommendation_expires_at),
  created_at: timestamp(row.recommendation_created_at),
  closed_at: timestampOrNull(row.recommendation_closed_at),
});

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
