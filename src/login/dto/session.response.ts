import { ApiProperty } from '@nestjs/swagger';
import { CompanyResponse } from '../../api/companies/company.response.js';
import {
  BooleanField,
  DateTimeField,
  IntegerField,
  TextField,
  timestamp,
  UuidField,
} from '../../api/response/response-fields.js';
import { LIMITS } from '../../limits.js';
import { ACCESS_ROLE_NAMES, type AccessRole, scopesOf } from '../../tenancy/contacts/access-roles.js';
import { type Scope, SCOPE_NAMES } from '../../tenancy/scopes.js';
import type { SessionView } from '../login.service.js';

/** The contact as which a person is logged in. */
export class SessionContactResponse {
  @UuidField('The id of the contact.', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f')
  id: string;

  @TextField('The name of the contact.', 'Dana Whitfield')
  name: string;

  @TextField('The e-mail address of the contact.', 'dana.whitfield@example.com')
  email: string;

  @TextField('The role with which the contact logs in.', 'decider', { enum: ACCESS_ROLE_NAMES })
  access_role: AccessRole;
}

/** The session of a person who is logged in. */
export class SessionResponse {
  @ApiProperty({ description: 'The contact as which the person works.', type: SessionContactResponse })
  contact: SessionContactResponse;

  @ApiProperty({ description: 'The company in which the person works.', type: CompanyResponse })
  company: CompanyResponse;

  @ApiProperty({ description: 'The companies between which the person can change.', type: [CompanyResponse] })
  companies: CompanyResponse[];

  @ApiProperty({
    description: 'The scopes of the session: those of the role.',
    type: String,
    enum: SCOPE_NAMES,
    isArray: true,
    example: ['read', 'decide'],
  })
  scopes: Scope[];

  @DateTimeField('When the session ends without another request.', '2026-11-24T21:30:00.000Z')
  idle_ends_at: string;

  @DateTimeField('When the session ends at the latest.', '2026-12-01T09:30:00.000Z')
  ends_at: string;

  static from({ session, companies, idleEndsAt }: SessionView): SessionResponse {
    const { contact_id, contact_name, contact_email, access_role, company_id, company_name, ends_at } =
      session;
    return {
      contact: { id: contact_id, name: contact_name, email: contact_email, access_role },
      company: { id: company_id, name: company_name },
      companies: companies.map(({ companyId, companyName }) => ({ id: companyId, name: companyName })),
      scopes: [...scopesOf(access_role)],
      idle_ends_at: timestamp(idleEndsAt),
      ends_at: timestamp(ends_at),
    };
  }
}

/** The ways to log in. */
export class SessionOptionsResponse {
  @BooleanField('Whether people log in with an OpenID provider, at `GET /api/session/oidc`.', false)
  oidc: boolean;

  @BooleanField('Whether one-time links are sent by e-mail.', true)
  mail_links: boolean;
}

/** What became of the request for a link: the same whether the address is known or not. */
export class LinkRequestResponse {
  @IntegerField('For how many seconds the link is valid, if one was sent.', LIMITS.mailedLinkMs / 1_000)
  valid_seconds: number;
}
