import { beforeAll, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';
import { type Invariant, INVARIANTS, type Scope, violations } from '../support/invariants.js';
import { DECIDED_LOG, SABOTAGES, type SabotagedRow, KEPT } from './sabotages.js';

// Has its own database: the queries are slow on the rows of all other tests, for which PostgreSQL has no statistics yet.
const app = useApp({}, createMigratedDatabase);

const rows: Record<SabotagedRow, string> = {
  decided: '',
  approved: '',
  completed: '',
  edited: '',
  superseded: '',
  proposed: '',
  untouched: '',
  company: '',
  otherCompany: '',
};
let scope: Scope;

beforeAll(async () => {
  const { make, company, client, contact, anOpenInvoice, runPolicy, select } =
    await createTenantWithLedger(app);
  const decided = (await make.anAction(company)).id;
  const completed = (await make.anAction(company)).id;
  const approved = (await make.anAction(company)).id;
  const untouched = (await make.anAction(company)).id;
  await client
    .perform('approve', decided, { approved_by: contact.id })
    .set({ 'X-Request-Id': `approve-${decided}`, 'Idempotency-Key': 'k' })
    .expect(200);
  await client.perform('cancel', decided).set('X-Request-Id', `cancel-${decided}`).expect(200);
  await client.perform('complete', completed).expect(200);
  await client.perform('approve', approved).expect(200);
  const edited = (await make.anAction(company)).id;
  const draft = client.request('patch', `/actions/${edited}`);
  await draft
    .send({ content: 'Dear Acme.', urgency_score: 60, scheduled_for: '2020-01-01T00:00:00Z' })
    .expect(200);
  await client.request('delete', `/actions/${edited}`).expect(200);
  await client.request('post', `/actions/${edited}/restore`).expect(200);
  await anOpenInvoice({ issuedOn: '2026-01-01', dueOn: '2026-02-01' });
  await runPolicy('2026-02-05');
  await runPolicy('2026-06-05');
  const [superseded] = await select<{ id: string }>(
    'SELECT id FROM action WHERE company_id = $1 AND deleted_at IS NOT NULL LIMIT 1',
  );
  const [proposed] = await select<{ id: string }>(
    `SELECT id FROM action WHERE company_id = $1 AND deleted_at IS NULL AND status = 'proposed' AND is_recommended
     AND recommendation_id IS NOT NULL`,
  );
  const otherCompany = (await createTenant(app)).company.id;
  Object.assign(rows, { decided, approved, completed, edited, untouched, otherCompany });
  Object.assign(rows, { superseded: superseded!.id, proposed: proposed!.id, company: company.id });
  scope = { companies: [company.id], acknowledged: [`approve-${decided}`, `cancel-${decided}`] };
});

it('all invariants hold after requests to the API', async () => {
  expect(await violations((sql, values) => app.dataSource.query(sql, values), scope)).toEqual({});
});

const isKept = (name: string): boolean => (KEPT as string[]).includes(name);

/**
 * Returns the names of the violated invariants after the changes, and rolls the changes back. Without those about copies of the changed
 * actions, because the triggers that would keep the copies are disabled.
 */
async function violationsAfter(sql: string): Promise<string[]> {
  const saboteur = app.dataSource.createQueryRunner();
  await saboteur.startTransaction();
  try {
    // Disables triggers and foreign keys.
    await saboteur.query('SET LOCAL session_replication_role = replica');
    await saboteur.query(sql.replace(/\$(\w+)/g, (_, row: SabotagedRow) => `'${rows[row]}'`));
    const select = (query: string, values: unknown[]) => saboteur.query(query, values) as Promise<object[]>;
    const violated = Object.keys(await violations(select, scope)).toSorted();
    return /UPDATE action |INTO action /.test(sql) ? violated.filter((name) => !isKept(name)) : violated;
  } finally {
    await saboteur.rollbackTransaction();
    await saboteur.release();
  }
}

it.each(Object.keys(INVARIANTS) as Invariant[])('the check “%s” detects its sabotage', async (name) => {
  const { sql, also = [] } = SABOTAGES[name];
  expect(await violationsAfter(sql)).toEqual([name, ...also].toSorted());
});

it.each([
  ['approve', 'proposed', 'completed'],
  ['approve', 'processing', 'processing'],
  ['send', 'completed', 'completed'],
  ['complete', 'cancelled', 'completed'],
  ['cancel', 'completed', 'cancelled'],
  ['edit', 'processing', 'proposed'],
  ['delete', 'scheduled', 'scheduled'],
  ['restore', 'scheduled', 'scheduled'],
  ['restore', 'proposed', 'scheduled'],
  ['supersede', 'processing', 'processing'],
  ['propose', 'processing', 'processing'],
  ['promote', 'cancelled', 'cancelled'],
  ['demote', 'proposed', 'scheduled'],
  ['wake', 'proposed', 'proposed'],
  ['wake', 'scheduled', 'scheduled'],
])('the transition check rejects %s from %s to %s', async (command, from, to) => {
  const sql = `UPDATE approval_log SET command = '${command}', from_status = '${from}', to_status = '${to}'
               WHERE ${DECIDED_LOG} = 'approve'`;
  expect(await violationsAfter(sql)).toContain('the log has only transitions of the lifecycle table');
});
