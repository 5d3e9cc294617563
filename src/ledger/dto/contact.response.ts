import { Id, instant, Moment, OrNull, Text, Truth } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { ContactRow } from '../ledger.repository.js';

/** One of the company's own people, who may be named in `approved_by` while active. */
export class ContactResponse {
  @Id('The contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @Text('What the accounting system calls the person.', 'E-204', OrNull)
  external_id: string | null;

  @Text('The name.', 'Dana Whitfield')
  name: string;

  @Text('The address.', 'dana.whitfield@example.com')
  email: string;

  @Text('What the person does.', 'Head of Collections', OrNull)
  role: string | null;

  @Truth('Whether the person may be named in `approved_by`.', true)
  active: boolean;

  @Moment('When the contact was added.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @Moment('When the contact last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  static from(row: ContactRow): ContactResponse {
    return {
      id: row.id,
      external_id: row.external_id,
      name: row.name,
      email: row.email,
      role: row.role,
      active: row.active,
      created_at: instant(row.created_at),
      updated_at: instant(row.updated_at),
    };
  }
}

export const ContactPage = pageOf(ContactResponse, 'ContactPage');
