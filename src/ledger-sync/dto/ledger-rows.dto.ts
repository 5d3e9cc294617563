import { BooleanInput, ObjectListInput } from '../../input/body-fields.js';
import { EmailInput } from '../../input/email-input.js';
import { EnumInput, SingleLineInput } from '../../input/fields.js';
import { TimeZoneInput } from '../../input/time-zone-input.js';
import { CONTACT_PURPOSES, type ContactPurpose } from '../../ledger/customers/contact-purpose.js';
import { LIMITS } from '../../limits.js';
import { LanguageInput, ReadOnlyInput } from './row-fields.js';

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
  access_role?: unknown;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}

/** A person or a mailbox at a customer. */
export class CustomerContactInput {
  @SingleLineInput({ ...requiredText, description: 'The name of the contact.', example: 'Ngozi Okafor' })
  name: string;

  @EmailInput({
    required: true,
    description: 'The e-mail address of the contact.',
    example: 'n.okafor@acme.example',
  })
  email: string;

  @SingleLineInput({
    ...text,
    description: 'The role of the contact at the customer.',
    example: 'Head of Payables',
  })
  role?: string;

  @EnumInput({
    of: CONTACT_PURPOSES,
    required: true,
    description:
      'What the contact is written to about. E-mails of the policy go to the first contact for `dunning`, or else for `billing`.',
    example: 'dunning',
  })
  purpose: ContactPurpose;

  @LanguageInput({ description: 'The BCP 47 language tag of the contact.', example: 'en-US' })
  language?: string;
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

  @ObjectListInput({
    of: () => CustomerContactInput,
    min: 0,
    max: LIMITS.customerContacts,
    description:
      'The people and mailboxes at the customer, which replace the stored ones. Without any, e-mails go to `email`.',
  })
  contacts?: CustomerContactInput[];

  @ReadOnlyInput()
  hold?: unknown;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}
