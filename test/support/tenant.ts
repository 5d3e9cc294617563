import type { Company } from '../../src/tenancy/company.entity.js';
import type { CompanyContact } from '../../src/tenancy/contacts/company-contact.entity.js';
import { Client } from './client.js';
import { Factories } from './factories.js';
import type { RunningApp } from './app.js';

export interface Tenant {
  make: Factories;
  company: Company;
  contact: CompanyContact;
  client: Client;
  /** The token of `client`. */
  token: string;
}

/** Creates a company, a contact in it, and a client whose token has all scopes. */
export async function createTenant(app: RunningApp): Promise<Tenant> {
  return tenantOf(app, await new Factories(app.dataSource).aCompany());
}

/** Creates a contact in a company, and a client whose token has all scopes. */
export async function tenantOf({ dataSource, url }: RunningApp, company: Company): Promise<Tenant> {
  const make = new Factories(dataSource);
  const token = await make.aToken([company]);
  const client = new Client(url, token, company);
  return { make, company, contact: await make.aContact(company), client, token };
}
