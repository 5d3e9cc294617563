import { readFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { addDays, daysBetween } from '../calendar-date.js';
import { LedgerImportService } from '../ledger/ledger-import.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { RecommendationsService } from '../recommendations/recommendations.service.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { decideSome } from './demo-decisions.js';

const LEDGER = new URL('../../demo/ledger.csv', import.meta.url);
/** The day as of which the demo ledger is written. */
const LEDGER_DAY = '2026-01-31';
const CONTACTS = ['Dana Whitfield', 'Marcus Oyelaran', 'Ines Caldeira', 'Tom Halvorsen'];

/**
 * Makes the demo company by the ways that a real one takes: the ledger of a week ago and of today through the import,
 * the policy after each, then decisions of the company's contacts, and the policy once more. `today` is YYYY-MM-DD.
 */
export async function loadDemoCompany(
  app: INestApplicationContext,
  today: string,
): Promise<{ company_id: string; token: string }> {
  const companies = app.get(CompaniesService);
  const recommendations = app.get(RecommendationsService);
  const company = await companies.open((await companies.create('Harbour Lane Trading (demo)')).id);
  const csv = await ledgerAsOf(today);
  for (const asOf of [addDays(today, -7), today]) {
    await app.get(LedgerImportService).import(company, csv, { map: {}, dateFormat: 'YYYY-MM-DD', asOf });
    await recommendations.run(company, asOf);
  }
  const contacts: string[] = [];
  for (const name of CONTACTS) {
    const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
    contacts.push((await app.get(LedgerService).createContact(company, name, email)).id);
  }
  await decideSome(app, company, contacts);
  await recommendations.run(company, today);
  const wanted = {
    name: 'demo',
    companyIds: [company],
    scopes: ['read', 'decide'] as const,
    expiresAt: null,
  };
  const { token } = await app.get(TokensService).create({ ...wanted, scopes: [...wanted.scopes] });
  return { company_id: company, token };
}

async function ledgerAsOf(today: string): Promise<string> {
  const shift = daysBetween(LEDGER_DAY, today);
  const csv = await readFile(LEDGER, 'utf8');
  return csv.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => addDays(date, shift));
}
