import {
  UuidField,
  timestamp,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
} from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { pageOf } from '../../api/response/page.response.js';
import {
  ACCESS_ROLE_NAMES,
  type AccessRole,
  describeAccessRoles,
} from '../../tenancy/contacts/access-roles.js';
import type { ContactRow } from '../../tenancy/contacts/contacts.repository.js';

/** A person of the company who can decide on actions. */
export class ContactResponse {
  @UuidField('The id of the contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @TextField(
    'The key of the contact in the accounting system; null if the contact was not created by a ledger sync.',
    'E-204',
    Nullable,
  )
  external_id: string | null;

  @TextField('The name of the contact.', 'Dana Whitfield')
  name: string;

  @TextField('The e-mail address of the contact.', 'dana.whitfield@example.com')
  email: string;

  @TextField('The role of the contact in the company; null if unknown.', 'Head of Collections', Nullable)
  role: string | null;

  @TextField(
    `The role with which the contact can log in, while it is active: ${describeAccessRoles()}; null without access, and after its ` +
      'e-mail address has changed.',
    'decider',
    { ...Nullable, enum: ACCESS_ROLE_NAMES },
  )
  access_role: AccessRole | null;

  @BooleanField('Whether the contact can be used as `approved_by`.', true)
  active: boolean;

  @DateTimeField('When the contact was created.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @DateTimeField('When the contact last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  static from(row: ContactRow): ContactResponse {
    return {
      id: row.id,
      external_id: row.external_id,
      name: row.name,
      email: row.email,
      role: row.role,
      access_role: row.access_role,
      active: row.active,
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

/** The data of the event `contact.updated`. */
export class ContactEventData extends ContactResponse {
  @PreviousField()
  previous: object;
}

export const ContactPage = pageOf(ContactResponse, 'ContactPage');
