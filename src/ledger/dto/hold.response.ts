import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, Nullable, TextField } from '../../api/response/response-fields.js';
import type { StoredHold } from '../holds/stored-hold.js';

/** A pause in the collection of an invoice, or of all invoices of a customer. */
export class HoldResponse {
  @DateTimeField(
    'When the hold ends by itself; null if only a person ends it.',
    '2026-12-15T09:00:00.000Z',
    Nullable,
  )
  until: string | null;

  @TextField('Why collection is paused.', 'The customer asked for a new delivery.')
  reason: string;

  @TextField('The name of the client that set the hold.', 'collections-desk')
  set_by: string;

  @DateTimeField('When the hold was set.', '2026-11-23T09:30:00.000Z')
  created_at: string;

  static from(hold: StoredHold | null): HoldResponse | null {
    if (hold === null) return null;
    const { until, reason, set_by, created_at } = hold;
    return { until: until && utc(until), reason, set_by, created_at: utc(created_at) };
  }
}

const utc = (time: string): string => new Date(time).toISOString();

export const HoldField = (description: string): PropertyDecorator =>
  ApiProperty({ type: HoldResponse, nullable: true, example: null, description });
