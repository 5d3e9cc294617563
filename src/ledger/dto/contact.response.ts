import { Id, instant, Moment, Text } from '../../http/answers.js';
import { pageOf } from '../../http/page.response.js';
import type { ContactRow } from '../ledger.repository.js';

/** One of the company's own people, who may be named in `approved_by`. */
export class ContactResponse {
  @Id('The contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @Text('The name.', 'Dana Whitfield')
  name: string;

  @Text('The address.', 'dana.whitfield@example.com')
  email: string;

  @Moment('When the contact was added.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  static from(row: ContactRow): ContactResponse {
    return { id: row.id, name: row.name, email: row.email, created_at: instant(row.created_at) };
  }
}

export const ContactPage = pageOf(ContactResponse, 'ContactPage');
