import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Fails where a room's SQL names the table of another room: tables are read and written by the room that owns them, others ask
 * its services or use the SQL that it exports. Imports have their borders in .dependency-cruiser.js.
 */
const OWNERS = {
  company: 'tenancy',
  api_token: 'tenancy',
  api_token_company: 'tenancy',
  login_session: 'tenancy',
  login_link: 'login',
  login_identity: 'login',
  company_contact: 'tenancy',
  customer: 'ledger',
  customer_contact: 'ledger',
  invoice: 'ledger',
  company_settings: 'settings',
  invoice_balance: 'ledger',
  hold: 'ledger',
  recommendation: 'actions',
  action: 'actions',
  action_search: 'actions',
  action_tally: 'actions',
  approval_log: 'actions',
  delivery: 'actions',
  idempotency_key: 'operations',
  idempotency_usage: 'operations',
  policy_run: 'recommendations',
  audit_checkpoint: 'audit',
  suppression: 'delivery',
  event: 'events',
  event_head: 'events',
  webhook_endpoint: 'events',
  webhook_delivery: 'events',
};
const NAMED = new RegExp(
  String.raw`\b(?:FROM|JOIN|UPDATE|INTO|TABLE)\s+(${Object.keys(OWNERS).join('|')})\b|(?:insertRows\(\s*\w+,\s*|rowsWith(?:Each)?\(|joinById\(.*|from:\s*)'(${Object.keys(OWNERS).join('|')})'`,
  'g',
);

const root = new URL('../src', import.meta.url).pathname;
const paths = (await readdir(root, { recursive: true })).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('database/migrations/'),
);

let named = 0;
const violations = [];
for (const path of paths) {
  const room = path.split('/')[0];
  for (const match of (await readFile(join(root, path), 'utf8')).matchAll(NAMED)) {
    const table = match[1] ?? match[2];
    named += 1;
    if (OWNERS[table] !== room) violations.push(`src/${path}: ${table} belongs to ${OWNERS[table]}`);
  }
}
for (const violation of violations) console.error(violation);
if (violations.length > 0) process.exitCode = 1;
else console.log(`${named} statements name the tables of their own rooms alone.`);
