import type { Type } from '@nestjs/common';
import { PickType } from '@nestjs/swagger';
import {
  DateTimeInput,
  SubjectInput,
  TrimmedTextInput,
  UuidInput,
  VerbatimTextInput,
} from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { type Command, type CommandInput, COMMANDS } from '../lifecycle/transitions.js';

/** The fields of all commands; `COMMANDS` defines which command takes which. */
class CommandFields implements CommandInput {
  @VerbatimTextInput({
    max: LIMITS.content,
    description:
      'The final content, if it differs from the draft. It is stored verbatim in `metadata.final_content`; the draft does not ' +
      'change.',
    example: 'Hello Ms Okafor, when may we expect the payment of INV-1042?',
  })
  final_content?: string;

  @SubjectInput({
    nullable: true,
    description:
      'The final subject, if it differs from that of the draft, which does not change. Stored in `metadata.final_subject`.',
    example: 'Invoice INV-1042: when may we expect your payment?',
  })
  final_subject?: string;

  @UuidInput({
    description:
      'The id of the active contact who decided (`GET …/contacts` lists them), not of a viewer. If the client acts for a contact, ' +
      'that one, which is the default.',
    nullable: true,
  })
  approved_by?: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    description: 'A comment for the approval log.',
    example: 'Checked against the ledger.',
  })
  comment?: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    description: 'The reason for the command, for the approval log.',
    example: 'The customer paid by cheque this morning.',
  })
  reason?: string;

  @TrimmedTextInput({
    max: LIMITS.externalId,
    description:
      'Where the message was delivered, such as the id of an e-mail thread or of a call recording.',
    example: 'thread_8f2c',
  })
  channel_id?: string;

  @TrimmedTextInput({
    max: LIMITS.externalId,
    description: 'The id of the action in another system.',
    example: 'crm-activity-20931',
  })
  external_id?: string;

  @DateTimeInput({
    description:
      'When the customer’s response becomes overdue: an RFC 3339 date-time with an offset. It may be in the past.',
    example: '2026-12-04T17:00:00Z',
  })
  response_deadline?: Date;
}

export class ApproveInput extends PickType(CommandFields, COMMANDS.approve.input) {}
export class RejectInput extends PickType(CommandFields, COMMANDS.reject.input) {}
export class SendInput extends PickType(CommandFields, COMMANDS.send.input) {}
export class CancelInput extends PickType(CommandFields, COMMANDS.cancel.input) {}
export class CompleteInput extends PickType(CommandFields, COMMANDS.complete.input) {}

/** The input class of each command. */
export const COMMAND_INPUTS: Record<Command, Type<CommandInput>> = {
  approve: ApproveInput,
  reject: RejectInput,
  send: SendInput,
  cancel: CancelInput,
  complete: CompleteInput,
};
