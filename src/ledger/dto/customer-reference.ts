import { UuidField, TextField } from '../../api/response/response-fields.js';

/** Who owes, as other answers name them. */
export class CustomerReference {
  @UuidField('The customer.', '019aaf2e-3c4d-7e5f-8a61-7c8d9e0f1a2b')
  id: string;

  @TextField('Its name.', 'Acme Industrial Supply')
  name: string;
}
