import { Nullable, TextField } from '../../api/response/response-fields.js';
import { CONTACT_PURPOSES, type ContactPurpose } from '../customers/contact-purpose.js';
import type { CustomerContactRecord } from '../writes/ledger-records.js';

/** A person or a mailbox at a customer. */
export class CustomerContactResponse implements CustomerContactRecord {
  @TextField('The name of the contact.', 'Ngozi Okafor')
  name: string;

  @TextField('The e-mail address of the contact.', 'n.okafor@acme.example')
  email: string;

  @TextField('The role of the contact at the customer; null if unknown.', 'Head of Payables', Nullable)
  role: string | null;

  @TextField('What the contact is written to about.', 'dunning', { enum: CONTACT_PURPOSES })
  purpose: ContactPurpose;

  @TextField('The BCP 47 language tag of the contact; null if unknown.', 'en-US', Nullable)
  language: string | null;

  static from({ name, email, role, purpose, language }: CustomerContactRecord): CustomerContactResponse {
    return { name, email, role, purpose, language };
  }
}
