import { DateTimeField, TextField, timestamp, UuidField } from '../../../api/response/response-fields.js';
import { pageOf } from '../../../api/response/page.response.js';
import { PreviousField } from '../../../events/dto/previous-field.js';
import { SingleLineInput } from '../../../input/fields.js';
import { EmailInput } from '../../../input/email-input.js';
import { LIMITS } from '../../../limits.js';
import type { SuppressionRow } from '../suppressions.repository.js';

export class SuppressionInput {
  @EmailInput({
    required: true,
    description: 'The address; case is ignored.',
    example: 'left.company@acme.example',
  })
  email: string;

  @SingleLineInput({
    max: LIMITS.externalId,
    description: 'Why the address gets no e-mail. Default: `manual`.',
    example: 'The customer asked for letters.',
  })
  reason?: string;
}

/** An address to which the company sends no e-mail. */
export class SuppressionResponse {
  @UuidField('The id of the suppression.', '019aaf35-2b3c-7d4e-8f5a-6b7c8d9e0f1a')
  id: string;

  @TextField(
    'The address, in lower case, with an international domain in its ASCII form.',
    'left.company@acme.example',
  )
  email: string;

  @TextField(
    'Why the address gets no e-mail: `hard_bounce` if a mail server refused it for good, otherwise as given.',
    'hard_bounce',
  )
  reason: string;

  @DateTimeField('When the address was suppressed.', '2026-11-25T08:00:00.000Z')
  created_at: string;

  static from({ id, email, reason, created_at }: SuppressionRow): SuppressionResponse {
    return { id, email, reason, created_at: timestamp(created_at) };
  }
}

export const SuppressionPage = pageOf(SuppressionResponse, 'SuppressionPage');

/** The data of the events `suppression.added` and `suppression.removed`. */
export class SuppressionEventData extends SuppressionResponse {
  @PreviousField()
  previous: object;
}
