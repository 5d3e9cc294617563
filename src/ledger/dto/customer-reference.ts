import { UuidField, TextField } from '../../api/response/response-fields.js';

/** The customer in responses about other resources. */
export class CustomerReference {
  @UuidField('The id of the customer.', '019aaf2e-3c4d-7e5f-8a61-7c8d9e0f1a2b')
  id: string;

  @TextField('The name of the customer.', 'Acme Industrial Supply')
  name: string;
}
