import type { Type } from '@nestjs/common';
import { PickType } from '@nestjs/swagger';
import { DateTimeInput, TrimmedTextInput, UuidInput, VerbatimTextInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { type Command, type CommandInput, COMMANDS } from '../lifecycle/transitions.js';

/** Every field that a command can take; the lifecycle table says which command takes which. */
class CommandFields implements CommandInput {
  @VerbatimTextInput({
    max: LIMITS.content,
    description:
      'The text as edited or as sent, to the letter; it goes to `metadata.final_content`, the draft stays.',
    example:
      'Hello Ms Okafor, invoice INV-1042 over USD 1,250.00 was due on 12 October. When may we expect it?',
  })
  final_content?: string;

  @UuidInput({
    description: 'The contact of the company who decided (`GET …/contacts` lists them).',
    nullable: true,
  })
  approved_by?: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    description: 'A remark for the approval log.',
    example: 'Checked against the ledger.',
  })
  comment?: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    description: 'Why; kept in the approval log.',
    example: 'The customer paid by cheque this morning.',
  })
  reason?: string;

  @TrimmedTextInput({
    max: LIMITS.externalId,
    description: 'Where it was delivered: an e-mail thread, a call recording.',
    example: 'thread_8f2c',
  })
  channel_id?: string;

  @TrimmedTextInput({
    max: LIMITS.externalId,
    description: 'What another system calls it.',
    example: 'crm-activity-20931',
  })
  external_id?: string;

  @DateTimeInput({
    description:
      'When an answer becomes overdue: an RFC 3339 date-time with an offset; a past one is accepted.',
    example: '2026-12-04T17:00:00Z',
  })
  response_deadline?: Date;
}

export class ApproveInput extends PickType(CommandFields, COMMANDS.approve.input) {}
export class RejectInput extends PickType(CommandFields, COMMANDS.reject.input) {}
export class SendInput extends PickType(CommandFields, COMMANDS.send.input) {}
export class CancelInput extends PickType(CommandFields, COMMANDS.cancel.input) {}
export class CompleteInput extends PickType(CommandFields, COMMANDS.complete.input) {}

/** The input of each command, for every way in. */
export const COMMAND_INPUTS: Record<Command, Type<CommandInput>> = {
  approve: ApproveInput,
  reject: RejectInput,
  send: SendInput,
  cancel: CancelInput,
  complete: CompleteInput,
};
