import { readFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { addDays, daysBetween } from '../time/calendar-date.js';
import { LedgerImportService } from '../ledger-sync/ledger-import.service.js';
import { LedgerSyncService } from '../ledger-sync/ledger-sync.service.js';
import { PolicyService } from '../recommendations/policy/policy.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../tenancy/caller.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';
import type { Scope } from '../tenancy/scopes.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { demoContacts } from './demo-contacts.js';
import { decideActions } from './demo-decisions.js';

const LEDGER = new URL('../../demo/ledger.csv', import.meta.url);
/** The day to which the dates of the demo ledger refer. */
const LEDGER_DAY = '2026-01-31';
const CONTACTS = ['Dana Whitfield', 'Marcus Oyelaran', 'Ines Caldeira', 'Tom Halvorsen'];

export const createDemoCompany = async (app: INestApplicationContext): Promise<string> =>
  (await app.get(CompaniesService).create('Harbour Lane Trading (demo)')).id;

/** Creates a token that can read the demo company and decide on its actions. */
export async function createDemoToken(app: INestApplicationContext, company: string): Promise<string> {
  const scopes: Scope[] = ['read', 'decide'];
  const { token } = await app
    .get(TokensService)
    .create({ name: 'demo', companyIds: [company], scopes, expiresAt: null });
  return token;
}

/**
 * Fills the demo company through the same services as any company: imports the ledger as of a week ago and as of today, each with
 * the contacts of some customers and a run of the policy, then decides on actions in the names of contacts, and runs the policy
 * again. Can be repeated if it was interrupted.
 * @param today YYYY-MM-DD
 */
export async function fillDemoCompany(
  app: INestApplicationContext,
  id: string,
  today: string,
): Promise<void> {
  const company = await app.get(OperatorAdmission).admit(id);
  const policy = app.get(PolicyService);
  // A newcomer sees an approved e-mail at once, at any hour.
  const settings = { delivery_window: null, minimum_interval_days: 0 };
  await app.get(SettingsService).update(company, settings, SYSTEM_ACTOR);
  const csv = await shiftedLedger(today);
  for (const asOf of [addDays(today, -7), today]) {
    await app.get(LedgerImportService).import(company, csv, { map: {}, dateFormat: 'YYYY-MM-DD', asOf });
    const contacts = { contacts: [], customers: demoContacts(), invoices: [] };
    await app.get(LedgerSyncService).sync(company, contacts, null);
    await policy.run(company, { asOf });
  }
  await decideActions(app, company, await ensureContacts(app, company));
  await policy.run(company, { asOf: today });
}

/** Creates the contacts that do not exist yet; returns the ids of all. */
async function ensureContacts(app: INestApplicationContext, company: CompanyId): Promise<string[]> {
  const contacts = app.get(ContactsService);
  const { rows } = await contacts.list(company, { page: 1, page_size: CONTACTS.length });
  const ids = rows.map(({ id }) => id);
  for (const name of CONTACTS.filter((contact) => !rows.some((row) => row.name === contact))) {
    const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
    ids.push((await contacts.create(company, name, email)).id);
  }
  return ids;
}

/** The demo ledger as CSV, with all dates shifted so that LEDGER_DAY becomes today. */
async function shiftedLedger(today: string): Promise<string> {
  const shift = daysBetween(LEDGER_DAY, today);
  const csv = await readFile(LEDGER, 'utf8');
  return csv.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => addDays(date, shift));
}
