import {
  UuidField,
  timestamp,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
} from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { ContactRow } from '../ledger.repository.js';

/** One of the company's own people, who may be named in `approved_by` while active. */
export class ContactResponse {
  @UuidField('The contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @TextField('What the accounting system calls the person.', 'E-204', Nullable)
  external_id: string | null;

  @TextField('The name.', 'Dana Whitfield')
  name: string;

  @TextField('The address.', 'dana.whitfield@example.com')
  email: string;

  @TextField('What the person does.', 'Head of Collections', Nullable)
  role: string | null;

  @BooleanField('Whether the person may be named in `approved_by`.', true)
  active: boolean;

  @DateTimeField('When the contact was added.', '2026-11-02T08:00:00.000Z')
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
      active: row.active,
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

export const ContactPage = pageOf(ContactResponse, 'ContactPage');
