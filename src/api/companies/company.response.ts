import { UuidField, TextField } from '../response/response-fields.js';
import { pageOf } from '../response/page.response.js';
import type { CompanyRow } from '../../tenancy/companies.repository.js';

/** A company that the token can access. */
export class CompanyResponse {
  @UuidField(
    'The id of the company: the `company_id` in other paths.',
    '019aaf2d-0a1b-7c2d-8e3f-405162738495',
  )
  id: string;

  @TextField('The name of the company.', 'Harbour Lane Trading')
  name: string;

  static from({ id, name }: CompanyRow): CompanyResponse {
    return { id, name };
  }
}

export const CompanyPage = pageOf(CompanyResponse, 'CompanyPage');
