import { ApiProperty } from '@nestjs/swagger';
import { ANY_JSON } from '../../input/any-json.js';
import { DateTimeField, Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { APPROVER_PROOFS, type ApproverProof } from '../lifecycle/decisions/approver.js';
import { REASONS_TEXT } from '../lifecycle/reasons.js';
import { LOG_COMMANDS, type LogCommand } from '../lifecycle/transitions.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';
import type { LogRow } from '../store/log/log-row.js';

const VALUE = { ...ANY_JSON, description: 'A string, an integer, a list of recipients or null.' };

/** An entry of the approval log: the proposal of an action, or one of its transitions. */
export class ApprovalLogEntry {
  @UuidField('The id of the entry.', '019aaf31-7c1d-7a52-8d11-52f5f0a9c001')
  id: string;

  @TextField(
    'What happened: `propose`, a command, `edit`, `delete`, `restore`, `claim`, `release` or `retry` by a client; `propose`, ' +
      '`supersede`, `promote`, `demote`, `wake` or `cancel` by the system, and for its own deliveries `deliver`, `defer` or `fail`.',
    'approve',
    { enum: LOG_COMMANDS },
  )
  command: LogCommand;

  @TextField('The status before the transition; of a `propose`, the first status.', 'proposed', {
    enum: STATUSES,
  })
  from_status: Status;

  @TextField('The status after the transition.', 'processing', { enum: STATUSES })
  to_status: Status;

  @UuidField(
    'The id of the contact who decided; null if not given.',
    '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
    Nullable,
  )
  approved_by: string | null;

  @TextField(
    'The name of the contact who decided, at that time; null if not given.',
    'Dana Whitfield',
    Nullable,
  )
  approved_by_name: string | null;

  @TextField(
    'How the contact is known: the client acted for it by a `session` or a `token`, or only named it (`claimed`); null without one.',
    'claimed',
    { ...Nullable, enum: APPROVER_PROOFS },
  )
  approved_by_proof: ApproverProof | null;

  @TextField(
    'The name of the token that the client used, of the contact who was logged in, or `system`.',
    'collections-desk',
  )
  actor: string;

  @UuidField('The id of the contact for whom the client acted; null if none is proven.', null, Nullable)
  actor_contact_id: string | null;

  @TextField('The name of that contact, at that time; null without one.', null, Nullable)
  actor_contact_name: string | null;

  @TextField(
    'For an entry of `system`: the name of the token whose request caused it, such as a ledger sync; null if none did.',
    null,
    Nullable,
  )
  caused_by: string | null;

  @TextField(
    `The reason; null if none was given. Reason codes of the system: ${REASONS_TEXT}.`,
    null,
    Nullable,
  )
  reason: string | null;

  @TextField('The comment of the client; null if none was given.', 'Checked against the ledger.', Nullable)
  comment: string | null;

  @TextField(
    'The SHA-256, in hexadecimal, of the final content, or of the draft if there is none; null if the action has no text.',
    'f6b1b3e3c5a1f0b54a7c0c9d6f6f1c1a55f4b7d0c2e8a9b1d3e5f7091b2d4f60',
    Nullable,
  )
  content_sha256: string | null;

  @TextField(
    'Of an `approve`: `approved_sha256` of the action, the SHA-256 of the approved message; null in all other entries.',
    null,
    Nullable,
  )
  approved_sha256: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { from: VALUE, to: VALUE },
      required: ['from', 'to'],
    },
    nullable: true,
    example: null,
    description:
      'The fields that an `edit` changed, with their old and new values; null for all other commands.',
  })
  changes: Record<string, { from: unknown; to: unknown }> | null;

  @TextField(
    'The id of the request; null if the transition was not caused by a request.',
    '019aaf31-7c1b-7f00-a3b4-c5d6e7f80910',
    Nullable,
  )
  request_id: string | null;

  @DateTimeField('When the transition took place.', '2026-11-23T09:30:00.000Z')
  created_at: string;

  static from(row: LogRow): ApprovalLogEntry {
    return {
      id: row.id,
      command: row.command,
      from_status: row.from_status,
      to_status: row.to_status,
      approved_by: row.approved_by,
      approved_by_name: row.approved_by_name,
      // Before proofs were stored, clients only named contacts.
      approved_by_proof: row.approved_by === null ? null : (row.approved_by_proof ?? 'claimed'),
      actor: row.actor,
      actor_contact_id: row.actor_contact_id,
      actor_contact_name: row.actor_contact_name,
      caused_by: row.caused_by,
      reason: row.reason,
      comment: row.comment,
      content_sha256: row.content_sha256,
      approved_sha256: row.approved_sha256,
      changes: changesOf(row),
      request_id: row.request_id,
      created_at: new Date(row.created_at).toISOString(),
    };
  }
}

/** With the new text of an edit, and `from` before `to`: `jsonb` does not preserve the order of keys. */
function changesOf({ changes, edited_content }: LogRow): ApprovalLogEntry['changes'] {
  if (!changes) return null;
  const entries = Object.entries(changes).map(([field, change]) => {
    const to = 'to' in change ? change.to : edited_content;
    return [field, { from: change.from, to }] as const;
  });
  return Object.fromEntries(entries);
}
