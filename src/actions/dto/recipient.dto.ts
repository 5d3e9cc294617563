import { ApiProperty } from '@nestjs/swagger';
import { Nullable, TextField } from '../../api/response/response-fields.js';
import { ObjectListInput } from '../../input/body-fields.js';
import { EmailInput } from '../../input/email-input.js';
import { SingleLineInput } from '../../input/fields.js';
import type { Recipient } from '../../ledger/customers/recipient.js';
import { LIMITS } from '../../limits.js';
import type { Recipients } from '../lifecycle/recipients.js';

export class RecipientInput {
  @SingleLineInput({ max: LIMITS.externalId, description: 'The name.', example: 'Ngozi Okafor' })
  name?: string;

  @EmailInput({ required: true, description: 'One e-mail address.', example: 'n.okafor@acme.example' })
  address: string;
}

/** The list of recipients in a body. That a list is left out differs from an empty one. */
export const RecipientsInput = (description: string, example?: RecipientInput[]): PropertyDecorator =>
  ObjectListInput({ of: () => RecipientInput, min: 0, max: LIMITS.recipients, description, example });

/** Another address than in the example of `to`, because nobody may be named twice. */
export const COPY_EXAMPLE: RecipientInput[] = [{ name: 'Accounts', address: 'payables@acme.example' }];

export const toRecipients = (list: readonly RecipientInput[]): Recipients =>
  list.length === 0 ? null : list.map(({ name, address }) => ({ name: name ?? null, address }));

export class RecipientResponse implements Recipient {
  @TextField('The name; null if unknown.', 'Ngozi Okafor', Nullable)
  name: string | null;

  @TextField('The e-mail address.', 'n.okafor@acme.example')
  address: string;

  static listFrom(recipients: Recipients): RecipientResponse[] {
    return (recipients ?? []).map(({ name, address }) => ({ name, address }));
  }
}

/** The list of recipients in a response. */
export const RecipientsField = (description: string): PropertyDecorator =>
  ApiProperty({ type: [RecipientResponse], description });
