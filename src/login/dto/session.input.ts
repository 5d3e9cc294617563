import { EmailInput } from '../../input/email-input.js';
import { KeyInput, UuidInput } from '../../input/fields.js';

export class LogInInput {
  @KeyInput({
    description: 'The secret of a one-time link: what comes after `#` in its URL.',
    example: 'dbl_AZqvLk0cfV6fEDwqjl17YQ',
    required: true,
  })
  link: string;
}

export class LinkRequestInput {
  @EmailInput({
    description: 'The e-mail address of a contact with an `access_role`.',
    example: 'dana.whitfield@example.com',
    required: true,
  })
  email: string;
}

export class ChangeCompanyInput {
  @UuidInput({
    description: 'The id of one of `companies` of the session.',
    example: '019aaf2d-0a1b-7c2d-8e3f-405162738495',
    required: true,
  })
  company_id: string;
}
