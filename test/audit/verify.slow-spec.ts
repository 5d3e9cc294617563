import { beforeAll, describe, expect, it } from '@jest/globals';
import { ActionStore } from '../../src/actions/store/action-store.js';
import { AuditService } from '../../src/audit/audit.service.js';
import type { AuditReport } from '../../src/audit/verify/audit-report.js';
import { Transactions } from '../../src/database/transactions.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { createTenant } from '../support/tenant.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
/** Not the shared database: TRUNCATE takes an exclusive lock before the trigger rejects it. */
let ownDatabase: string;
beforeAll(async () => void (ownDatabase = await createMigratedDatabase()));

/** Statements that tamper with a row ($1) or with another row of the same action ($2), as the owner of the database can. */
const TAMPERINGS = {
  'a reason is changed': `UPDATE approval_log SET reason = reason || '!' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'an actor is changed': `UPDATE approval_log SET actor = 'mallory' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'T1: the name of an approver is changed': `UPDATE approval_log SET approved_by_name = 'Mallory' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'T1: the name of an approver is removed': `UPDATE approval_log SET approved_by_name = NULL WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'T1: the cause of a change is added': `UPDATE approval_log SET caused_by = 'mallory' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a status is changed': `UPDATE approval_log SET to_status = 'completed' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a time is changed': `UPDATE approval_log SET created_at = created_at - interval '1 ms' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a hash is changed': `UPDATE approval_log SET hash = md5(hash) WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a row is removed': `DELETE FROM approval_log WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'two rows are swapped': `UPDATE approval_log l SET reason = o.reason FROM approval_log o
     WHERE (l.id, o.id) IN (($1::uuid, $2::uuid), ($2, $1))`,
  'a row is added': `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
     SELECT gen_random_uuid(), company_id, action_id, command, from_status, to_status, actor, created_at, hash
     FROM approval_log WHERE id = $1 AND $2::uuid IS NOT NULL`,
};

/** Creates two actions with four log rows each. */
async function createLogs() {
  const tenant = await createTenant(app);
  const actions = [await tenant.make.anAction(tenant.company), await tenant.make.anAction(tenant.company)];
  for (const { id } of actions) {
    for (const reason of ['one', 'two', 'three', 'four'])
      await tenant.client.perform('cancel', id, { reason, approved_by: tenant.contact.id }).expect(200);
  }
  const verify = () => app.nest.get(AuditService).verify(tenant.company.id as CompanyId);
  return { ...tenant, actions, verify };
}

/** Tampers without triggers, verifies, and rolls back. */
async function verifyTampered(statement: string, rows: string[], verify: () => Promise<AuditReport>) {
  let report: AuditReport | undefined;
  const rollback = new Error('rollback');
  const tampering = app.nest.get(Transactions).run(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(statement, rows);
    report = await verify();
    throw rollback;
  });
  await expect(tampering).rejects.toBe(rollback);
  return report!.broken;
}

describe('the approval log', () => {
  it.each(['UPDATE approval_log SET reason = NULL', 'DELETE FROM approval_log', 'TRUNCATE approval_log'])(
    'is append-only in the database, which rejects %s',
    async (statement) => {
      await expect(sql(ownDatabase, statement)).rejects.toThrow('approval_log is append-only');
    },
  );

  it('is intact after commands', async () => {
    const { verify } = await createLogs();
    expect(await verify()).toMatchObject({ actions: 2, entries: 8, broken: [], broken_count: 0 });
  });

  it('is intact if requests had ids in upper case', async () => {
    const { make, company, client, contact, verify } = await createLogs();
    const { id } = await make.anAction(company);
    const approved_by = contact.id.toUpperCase();
    const { body } = await client.perform('approve', id.toUpperCase(), { approved_by }).expect(200);
    expect(body.approval_log[0].approved_by).toBe(contact.id);
    expect((await verify()).broken).toEqual([]);
  });

  it.each(Object.entries(TAMPERINGS))('reveals on every entry that %s', async (_, statement) => {
    const { actions, verify } = await createLogs();
    const rows: { id: string; action_id: string }[] = await app.dataSource.query(
      'SELECT id, action_id FROM approval_log WHERE action_id = ANY ($1) ORDER BY seq',
      [actions.map(({ id }) => id)],
    );
    for (const row of rows) {
      const others = rows.filter(({ id, action_id }) => action_id === row.action_id && id !== row.id);
      // Most statements ignore the second row.
      for (const other of statement.includes('$2::uuid IS NOT NULL') ? others.slice(0, 1) : others) {
        const broken = await verifyTampered(statement, [row.id, other.id], verify);
        expect(broken.map(({ action_id }) => action_id)).toContain(row.action_id);
      }
    }
    expect((await verify()).broken).toEqual([]);
  });

  it.each(["'mallory'", 'NULL'])(
    'T1: reveals that the cause of a change by the system is now %s',
    async (cause) => {
      const { anOpenInvoice, propose, client, log, verify } = await createTenantWithAgent(app);
      const { body } = await propose(await anOpenInvoice({})).expect(201);
      await client.perform('reject', body.actions[0].id).expect(200);
      expect(await log()).toContainEqual(
        expect.objectContaining({ command: 'promote', actor: 'system', caused_by: 'collections-desk' }),
      );
      const promoted: string = body.actions[1].id;
      const statement = `UPDATE approval_log SET caused_by = ${cause} WHERE command = 'promote' AND action_id = $1`;
      expect(await verifyTampered(statement, [promoted], verify)).toMatchObject([{ action_id: promoted }]);
      expect((await verify()).broken).toEqual([]);
    },
  );

  it('is verified in pages if an action has many entries, or long texts', async () => {
    const { make, company, client, verify } = await createLogs();
    const [many, long] = [await make.anAction(company), await make.anAction(company)];
    const desk = { name: 'desk', requestId: null, contact: null, token: null };
    await app.nest.get(ActionStore).update(company.id as CompanyId, [many.id], (locked) => {
      for (let n = 0; n < 1_200; n++) locked.apply(many.id, 'cancel', { reason: `${n}` }, desk);
    });
    // Together longer than the texts of one page.
    for (let n = 0; n < 30; n++) {
      const content = String(n).padEnd(100_000, '\u00e4');
      await client.request('patch', `/actions/${long.id}`).send({ content }).expect(200);
    }
    expect(await verify()).toMatchObject({ actions: 4, entries: 8 + 1_200 + 30, broken: [] });
  });
});
