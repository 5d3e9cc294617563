import { TextField, UuidField } from '../../api/response/response-fields.js';

/** A contact of the company in responses about other resources. */
export class ContactReference {
  @UuidField('The id of the contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @TextField('The name of the contact.', 'Dana Whitfield')
  name: string;
}
