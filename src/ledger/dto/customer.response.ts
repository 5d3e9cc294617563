import { ApiProperty } from '@nestjs/swagger';
import {
  UuidField,
  timestamp,
  DateTimeField,
  Nullable,
  TextField,
} from '../../api/response/response-fields.js';
import { listOf } from '../../api/response/page.response.js';
import { inForce } from '../holds/stored-hold.js';
import { CustomerContactResponse } from './customer-contact.response.js';
import type { CustomerRow } from '../ledger.repository.js';
import { HoldField, HoldResponse } from './hold.response.js';

export class CustomerResponse {
  @UuidField('The id of the customer.', '019aaf2e-3c4d-7e5f-8a61-7c8d9e0f1a2b')
  id: string;

  @TextField('The key of the customer in the accounting system.', 'C-10042')
  external_id: string;

  @TextField('The name of the customer.', 'Acme Industrial Supply')
  name: string;

  @TextField('The e-mail address of the customer; null if unknown.', 'payables@acme.example', Nullable)
  email: string | null;

  @TextField('The telephone number of the customer; null if unknown.', '+1 555 0142', Nullable)
  phone: string | null;

  @TextField('The name of the contact person at the customer; null if unknown.', 'Ngozi Okafor', Nullable)
  contact_name: string | null;

  @TextField('The IANA time zone of the customer; null if unknown.', 'America/Chicago', Nullable)
  time_zone: string | null;

  @HoldField('The hold on the customer and all its invoices; null if there is none.')
  hold: HoldResponse | null;

  @ApiProperty({
    type: [CustomerContactResponse],
    description: 'The people and mailboxes at the customer, in the order of the ledger.',
  })
  contacts: CustomerContactResponse[];

  @DateTimeField('When the customer was created in the ledger.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @DateTimeField('When the customer last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  /** @param now the time at which the hold is evaluated */
  static from(row: CustomerRow, now: Date): CustomerResponse {
    return {
      id: row.id,
      external_id: row.external_id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      contact_name: row.contact_name,
      time_zone: row.time_zone,
      hold: HoldResponse.from(inForce(row.hold, now)),
      contacts: row.contacts.map(CustomerContactResponse.from),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

export const CustomerPage = listOf(CustomerResponse, 'CustomerPage');
