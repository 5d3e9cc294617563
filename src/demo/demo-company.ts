import { readFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { addDays, daysBetween } from '../time/calendar-date.js';
import { LedgerImportService } from '../ledger-sync/ledger-import.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { PolicyService } from '../recommendations/policy/policy.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { Scope } from '../tenancy/scopes.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { decideSome } from './demo-decisions.js';

const LEDGER = new URL('../../demo/ledger.csv', import.meta.url);
/** The day as of which the demo ledger is written. */
const LEDGER_DAY = '2026-01-31';
const CONTACTS = ['Dana Whitfield', 'Marcus Oyelaran', 'Ines Caldeira', 'Tom Halvorsen'];

export const createDemoCompany = async (app: INestApplicationContext): Promise<string> =>
  (await app.get(CompaniesService).create('Harbour Lane Trading (demo)')).id;

/** A token for whoever tries the demo, and for nothing else. */
export async function createDemoToken(app: INestApplicationContext, company: string): Promise<string> {
  const scopes: Scope[] = ['read', 'decide'];
  const { token } = await app
    .get(TokensService)
    .create({ name: 'demo', companyIds: [company], scopes, expiresAt: null });
  return token;
}

/**
 * Fills the demo company by the ways that a real one takes: the ledger of a week ago and of today through the import,
 * the policy after each, then decisions of the company's contacts, and the policy once more. `today` is YYYY-MM-DD. Where
 * it was interrupted, it can be done again.
 */
export async function fillDemoCompany(
  app: INestApplicationContext,
  id: string,
  today: string,
): Promise<void> {
  const company = await app.get(OperatorAdmission).admit(id);
  const policy = app.get(PolicyService);
  const csv = await ledgerAsOf(today);
  for (const asOf of [addDays(today, -7), today]) {
    await app.get(LedgerImportService).import(company, csv, { map: {}, dateFormat: 'YYYY-MM-DD', asOf });
    await policy.run(company, asOf);
  }
  await decideSome(app, company, await contactsOf(app, company));
  await policy.run(company, today);
}

async function contactsOf(app: INestApplicationContext, company: CompanyId): Promise<string[]> {
  const ledger = app.get(LedgerService);
  const { rows } = await ledger.listContacts(company, { page: 1, page_size: CONTACTS.length });
  const ids = rows.map(({ id }) => id);
  for (const name of CONTACTS.filter((one) => !rows.some((row) => row.name === one))) {
    const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
    ids.push((await ledger.createContact(company, name, email)).id);
  }
  return ids;
}

async function ledgerAsOf(today: string): Promise<string> {
  const shift = daysBetween(LEDGER_DAY, today);
  const csv = await readFile(LEDGER, 'utf8');
  return csv.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => addDays(date, shift));
}
