import { SYSTEM_ACTOR } from '../../src/tenancy/caller.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { ContactAccessService } from '../../src/ledger/contacts/contact-access.service.js';
import { type AccessRole, scopesOf } from '../../src/tenancy/contacts/access-roles.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import type { RunningApp } from './app.js';
import type { Client } from './client.js';
import type { Tenant } from './tenant.js';

export interface Person {
  id: string;
  name: string;
  client: Client;
  token: string;
}

let count = 0;

/** Creates a contact with an access role, and a client whose token is bound to it. */
export async function personOf(
  app: RunningApp,
  { company, client }: Tenant,
  role: AccessRole,
  name = 'Ade Bello',
): Promise<Person> {
  const id = company.id as CompanyId;
  const email = `person-${(count += 1)}@example.com`;
  const contact = await app.nest.get(ContactAccessService).create(id, { name, email, role }, SYSTEM_ACTOR);
  const { token } = await app.nest.get(TokensService).create({
    name: `token of ${name}`,
    companyIds: [id],
    scopes: [...scopesOf(role)],
    expiresAt: null,
    contact: { company: id, id: contact.id },
  });
  return { id: contact.id, name, client: client.as(token), token };
}
