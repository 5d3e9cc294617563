import type { Company } from '../../src/tenancy/company.entity.js';
import type { CompanyContact } from '../../src/ledger/company-contact.entity.js';
import { Client } from './client.js';
import { Factories } from './factories.js';
import type { RunningApp } from './app.js';

export interface Desk {
  make: Factories;
  company: Company;
  contact: CompanyContact;
  client: Client;
  /** The client's token. */
  token: string;
}

/** A company of the test's own, with a contact who decides and a client that may do everything. */
export async function openDesk({ dataSource, url }: RunningApp): Promise<Desk> {
  const make = new Factories(dataSource);
  const company = await make.aCompany();
  const token = await make.aToken([company]);
  const client = new Client(url, token, company);
  return { make, company, contact: await make.aContact(company), client, token };
}
