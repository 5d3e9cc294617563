import { ApiProperty } from '@nestjs/swagger';
import {
  DateTimeField,
  Nullable,
  TextField,
  timestamp,
  timestampOrNull,
  UuidField,
} from '../../api/response/response-fields.js';
import { CustomerReference } from '../../ledger/dto/customer-reference.js';
import type { RecommendationRow } from '../inbox/recommendation-rows.js';
import { ActionInvoice } from './action-invoice.response.js';

/** A recommendation without its actions. */
export class RecommendationHead {
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

  /** @param row the recommendation, as each of its alternatives has it */
  static headOf(row: RecommendationRow): RecommendationHead {
    return {
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
    };
  }
}
