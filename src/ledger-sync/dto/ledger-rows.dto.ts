import { BooleanInput } from '../../input/body-fields.js';
import { EmailInput } from '../../input/email-input.js';
import { SingleLineInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { ReadOnlyInput, TimeZoneInput } from './row-fields.js';

const text = { max: LIMITS.externalId } as const;
const requiredText = { ...text, required: true } as const;

/** A person at the company. */
export class ContactInput {
  @SingleLineInput({
    ...requiredText,
    description: 'The key of the contact in the accounting system.',
    example: 'E-204',
  })
  external_id: string;

  @SingleLineInput({ ...requiredText, description: 'The name of the contact.', example: 'Dana Whitfield' })
  name: string;

  @EmailInput({
    required: true,
    description: 'The e-mail address of the contact.',
    example: 'dana.whitfield@example.com',
  })
  email: string;

  @SingleLineInput({
    ...text,
    description: 'The role of the contact in the company.',
    example: 'Head of Collections',
  })
  role?: string;

  @BooleanInput({ description: 'Whether `approved_by` may name the contact. Default: true.', example: true })
  active?: boolean;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}

/** A customer, who owes invoices. */
export class CustomerInput {
  @SingleLineInput({
    ...requiredText,
    description: 'The key of the customer in the accounting system.',
    example: 'C-10042',
  })
  external_id: string;

  @SingleLineInput({
    ...requiredText,
    description: 'The name of the customer.',
    example: 'Acme Industrial Supply',
  })
  name: string;

  @EmailInput({ description: 'The e-mail address of the customer.', example: 'payables@acme.example' })
  email?: string;

  @SingleLineInput({ ...text, description: 'The telephone number of the customer.', example: '+1 555 0142' })
  phone?: string;

  @SingleLineInput({
    ...text,
    description: 'The name of the contact person at the customer.',
    example: 'Ngozi Okafor',
  })
  contact_name?: string;

  @TimeZoneInput({ description: 'The IANA time zone of the customer.', example: 'America/Chicago' })
  time_zone?: string;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}
