import { ApiProperty } from '@nestjs/swagger';
import { ActionInvoice, ActionResponse } from '../../actions/dto/action.response.js';
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
import type { RecommendationResult } from '../recommendations.service.js';
import type { Actor } from '../../tenancy/caller.js';

/** A proposal with its actions: the alternatives that it offers. */
export class RecommendationResponse {
  @UuidField('The recommendation.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f800')
  id: string;

  @UuidField('The company that it belongs to.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @ApiProperty({ type: CustomerReference, description: 'Who owes.' })
  customer: CustomerReference;

  @ApiProperty({
    type: ActionInvoice,
    nullable: true,
    description: 'What is owed; null where it concerns the customer as a whole.',
  })
  invoice: ActionInvoice | null;

  @TextField('Who proposed it.', 'collections-agent')
  source: string;

  @TextField('The proposer’s own name for it.', 'INV-1042/2026-W48', Nullable)
  dedupe_key: string | null;

  @TextField('What gave rise to it, for programs.', 'overdue_8_to_21_days')
  trigger_event: string;

  @TextField('What gave rise to it, for people.', '8 to 21 days overdue')
  trigger_event_label: string;

  @DateTimeField('Until when it holds.', '2026-12-07T00:00:00.000Z', Nullable)
  expires_at: string | null;

  @DateTimeField('When it was proposed.', '2026-11-23T06:00:00.000Z')
  created_at: string;

  @DateTimeField(
    'When a newer one took its place, or its reason was gone; null while it is open.',
    null,
    Nullable,
  )
  closed_at: string | null;

  @ApiProperty({
    type: [ActionResponse],
    description: 'The alternatives as they are now, the recommended one first.',
  })
  actions: ActionResponse[];

  static from({ recommendation: row, actions }: RecommendationResult, now: Date): RecommendationResponse {
    const alternatives = actions.map((action) => ActionResponse.from(action, now));
    const { customer, invoice, trigger_event, trigger_event_label } = alternatives[0]!;
    return {
      id: row.id,
      company_id: row.companyId,
      customer,
      invoice,
      source: row.source,
      dedupe_key: row.dedupeKey,
      trigger_event,
      trigger_event_label,
      expires_at: timestampOrNull(row.expiresAt),
      created_at: timestamp(row.createdAt),
      closed_at: timestampOrNull(row.closedAt),
      actions: alternatives,
    };
  }
}

class BatchResult {
  @BooleanField('Whether it was taken.', true)
  ok: boolean;

  @BooleanField('Whether it is new; false for one that was known by its `dedupe_key`, or was refused.', true)
  created: boolean;

  @ApiProperty({
    type: RecommendationResponse,
    nullable: true,
    description: 'What it made; null where it was refused.',
  })
  recommendation: RecommendationResponse | null;

  @ProblemOrNull('Why it was refused; null where it was taken.')
  error: Problem | null;
}

export class RecommendationBatchResponse {
  @ApiProperty({ type: [BatchResult], description: 'A result for each recommendation, in their order.' })
  results: BatchResult[];

  static resultOf(result: RecommendationResult | DomainError, { requestId }: Actor, now: Date): BatchResult {
    if (result instanceof DomainError) {
      return { ok: false, created: false, recommendation: null, error: problemDocument(result, requestId!) };
    }
    const recommendation = RecommendationResponse.from(result, now);
    return { ok: true, created: result.created, recommendation, error: null };
  }
}

export class PolicyRunResponse {
  @IntegerField('Recommendations that are new.', 12)
  created: number;

  @IntegerField('Recommendations that came out the same, and stay.', 84)
  kept: number;

  @IntegerField('Recommendations that a new one replaced, or that nothing gives reason to any more.', 9)
  superseded: number;
}
