import {
  UuidField,
  timestamp,
  DateTimeField,
  Nullable,
  TextField,
} from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { CustomerRow } from '../ledger.repository.js';

/** Who owes. */
export class CustomerResponse {
  @UuidField('The customer.', '019aaf2e-3c4d-7e5f-8a61-7c8d9e0f1a2b')
  id: string;

  @TextField('What the accounting system calls it.', 'C-10042')
  external_id: string;

  @TextField('The name.', 'Acme Industrial Supply')
  name: string;

  @TextField('Where to write to.', 'payables@acme.example', Nullable)
  email: string | null;

  @TextField('Where to call.', '+1 555 0142', Nullable)
  phone: string | null;

  @TextField('Whom to ask for.', 'Ngozi Okafor', Nullable)
  contact_name: string | null;

  @TextField('Where it is: an IANA time zone.', 'America/Chicago', Nullable)
  time_zone: string | null;

  @DateTimeField('When it came into the ledger.', '2026-11-02T08:00:00.000Z')
  created_at: string;

  @DateTimeField('When it last changed.', '2026-11-02T08:00:00.000Z')
  updated_at: string;

  static from(row: CustomerRow): CustomerResponse {
    return {
      id: row.id,
      external_id: row.external_id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      contact_name: row.contact_name,
      time_zone: row.time_zone,
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

export const CustomerPage = pageOf(CustomerResponse, 'CustomerPage');
