import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditReport, AuditService } from '../../src/audit/audit.service.js';
import { Transactions } from '../../src/database/transactions.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();
/** A database of its own: TRUNCATE locks out everybody before it is refused. */
let guarded: string;
beforeAll(async () => void (guarded = await createMigratedDatabase()));

/** Ways to tamper with a row as only the database's owner can; each names the row as $1 and its neighbour as $2. */
const TAMPERINGS = {
  'a reason is changed': `UPDATE approval_log SET reason = reason || '!' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'an actor is changed': `UPDATE approval_log SET actor = 'mallory' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a status is changed': `UPDATE approval_log SET to_status = 'completed' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a time is changed': `UPDATE approval_log SET created_at = created_at - interval '1 ms' WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a hash is changed': `UPDATE approval_log SET hash = md5(hash) WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'a row is removed': `DELETE FROM approval_log WHERE id = $1 AND $2::uuid IS NOT NULL`,
  'two rows change places': `UPDATE approval_log l SET reason = o.reason FROM approval_log o
     WHERE (l.id, o.id) IN (($1::uuid, $2::uuid), ($2, $1))`,
  'a row is added': `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
     SELECT gen_random_uuid(), company_id, action_id, command, from_status, to_status, actor, created_at, hash
     FROM approval_log WHERE id = $1 AND $2::uuid IS NOT NULL`,
};

async function aTrail() {
  const tenant = await createTenant(app);
  const actions = [await tenant.make.anAction(tenant.company), await tenant.make.anAction(tenant.company)];
  for (const { id } of actions) {
    for (const reason of ['one', 'two', 'three', 'four'])
      await tenant.client.perform('cancel', id, { reason }).expect(200);
  }
  const verify = () => app.nest.get(AuditService).verify(tenant.company.id as CompanyId);
  return { ...tenant, actions, verify };
}

/** Tampers, looks, and takes it back; the owner of the database can switch its triggers off. */
async function tamperedWith(statement: string, rows: string[], verify: () => Promise<AuditReport>) {
  let report: AuditReport | undefined;
  const undo = new Error('undo');
  const tampering = app.nest.get(Transactions).run(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(statement, rows);
    report = await verify();
    throw undo;
  });
  await expect(tampering).rejects.toBe(undo);
  return report!.broken;
}

describe('the approval log', () => {
  it.each(['UPDATE approval_log SET reason = NULL', 'DELETE FROM approval_log', 'TRUNCATE approval_log'])(
    'is append-only in the database itself: %s is refused',
    async (statement) => {
      await expect(sql(guarded, statement)).rejects.toThrow('approval_log is append-only');
    },
  );

  it('verifies as it was written', async () => {
    const { verify } = await aTrail();
    expect(await verify()).toEqual({ actions: 2, entries: 8, broken: [] });
  });

  it('verifies too where ids came in capitals', async () => {
    const { make, company, client, contact, verify } = await aTrail();
    const { id } = await make.anAction(company);
    const approved_by = contact.id.toUpperCase();
    const { body } = await client.perform('approve', id.toUpperCase(), { approved_by }).expect(200);
    expect(body.approval_log[0].approved_by).toBe(contact.id);
    expect((await verify()).broken).toEqual([]);
  });

  it.each(Object.entries(TAMPERINGS))('shows it wherever %s', async (_, statement) => {
    const { actions, verify } = await aTrail();
    const rows: { id: string; action_id: string }[] = await app.dataSource.query(
      'SELECT id, action_id FROM approval_log WHERE action_id = ANY ($1) ORDER BY seq',
      [actions.map(({ id }) => id)],
    );
    for (const row of rows) {
      const others = rows.filter(({ id, action_id }) => action_id === row.action_id && id !== row.id);
      // Most statements ignore the second row.
      for (const other of statement.includes('$2::uuid IS NOT NULL') ? others.slice(0, 1) : others) {
        const broken = await tamperedWith(statement, [row.id, other.id], verify);
        expect(broken.map(({ action_id }) => action_id)).toContain(row.action_id);
      }
    }
    expect((await verify()).broken).toEqual([]);
  });
});
