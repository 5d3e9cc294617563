import { beforeAll, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { openBooks } from '../support/books.js';
import { aMigratedDatabase } from '../support/database.js';
import { openDesk } from '../support/desk.js';
import { type Invariant, INVARIANTS, type Scope, violations } from '../support/invariants.js';

// Over what all other tests leave, and the planner has not heard of yet, the invariants' queries take long.
const app = useApp({}, aMigratedDatabase);

/** What a test of ours might leave: actions approved and cancelled, completed, edited, superseded, and never touched. */
const rows = {
  decided: '',
  completed: '',
  edited: '',
  superseded: '',
  untouched: '',
  company: '',
  stranger: '',
};
let scope: Scope;

beforeAll(async () => {
  const { make, company, client, contact, owed, run, select } = await openBooks(app);
  const decided = (await make.anAction(company)).id;
  const completed = (await make.anAction(company)).id;
  const untouched = (await make.anAction(company)).id;
  await client
    .perform('approve', decided, { approved_by: contact.id })
    .set({ 'X-Request-Id': `approve-${decided}`, 'Idempotency-Key': 'k' })
    .expect(200);
  await client.perform('cancel', decided).set('X-Request-Id', `cancel-${decided}`).expect(200);
  await client.perform('complete', completed).expect(200);
  const edited = (await make.anAction(company)).id;
  const draft = client.request('patch', `/actions/${edited}`);
  await draft.send({ urgency_score: 60, scheduled_for: '2020-01-01T00:00:00Z' }).expect(200);
  await client.request('delete', `/actions/${edited}`).expect(200);
  await client.request('post', `/actions/${edited}/restore`).expect(200);
  await owed({ issuedOn: '2026-01-01', dueOn: '2026-02-01' });
  await run('2026-02-05');
  await run('2026-06-05');
  const [superseded] = await select<{ id: string }>(
    'SELECT id FROM action WHERE company_id = $1 AND deleted_at IS NOT NULL LIMIT 1',
  );
  const stranger = (await openDesk(app)).company.id;
  Object.assign(rows, {
    decided,
    completed,
    edited,
    superseded: superseded!.id,
    untouched,
    company: company.id,
    stranger,
  });
  scope = { companies: [company.id], acknowledged: [`approve-${decided}`, `cancel-${decided}`] };
});

interface Sabotage {
  /** $names stand for the rows above. */
  sql: string;
  /** What cannot but fall with it. */
  also?: Invariant[];
}

const OF_DECIDED = `action_id = $decided AND command`;

/** Breaks each invariant, and nothing else that can be left whole. */
const SABOTAGES: Record<Invariant, Sabotage> = {
  'one decision an action': {
    sql: `UPDATE approval_log SET from_status = 'proposed' WHERE ${OF_DECIDED} = 'cancel'`,
    also: ['the log is an unbroken chain'],
  },
  'one end an action': {
    sql: `UPDATE approval_log SET command = 'cancel', to_status = 'cancelled' WHERE ${OF_DECIDED} = 'approve'`,
    also: ['the log is an unbroken chain'],
  },
  'the log is an unbroken chain': {
    sql: `${repeated('cancel', 'cancelled')}; ${repeated('complete', 'completed')}`,
  },
  'the log ends at the status': { sql: `UPDATE action SET status = 'processing' WHERE id = $decided` },
  'what is decided is in the log': { sql: `UPDATE action SET status = 'cancelled' WHERE id = $untouched` },
  'only moves of the table': {
    sql: `UPDATE approval_log SET command = 'send' WHERE ${OF_DECIDED} = 'approve'`,
  },
  'the version counts the moves': { sql: `UPDATE action SET version = version + 1 WHERE id = $decided` },
  'the head is the last hash': {
    sql: `UPDATE action SET log_head = (SELECT hash FROM approval_log WHERE ${OF_DECIDED} = 'approve') WHERE id = $decided`,
  },
  'updated when it moved, and only then': {
    sql: `UPDATE action SET updated_at = updated_at + interval '1 ms' WHERE id = $untouched`,
  },
  'executed when it was completed': {
    sql: `UPDATE action SET executed_at = executed_at + interval '1 ms' WHERE id = $completed`,
  },
  'time goes forward': {
    sql: `UPDATE approval_log SET created_at = created_at + interval '1 hour' WHERE ${OF_DECIDED} = 'approve';
          UPDATE action SET updated_at = (SELECT max(created_at) FROM approval_log WHERE action_id = $decided)
          WHERE id = $decided`,
  },
  'deleted is what the log says': { sql: `UPDATE action SET deleted_at = now() WHERE id = $untouched` },
  'nothing but its restoration follows a deletion': {
    sql: `
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
      SELECT gen_random_uuid(), company_id, id, 'cancel', status, 'cancelled', 'desk', deleted_at, log_head
      FROM action WHERE id = $superseded;
      UPDATE action SET status = 'cancelled', version = version + 1, updated_at = deleted_at, touched = true
      WHERE id = $superseded`,
  },
  'an edit tells what it changed': {
    sql: `UPDATE approval_log SET changes = NULL WHERE action_id = $edited AND command = 'edit'`,
  },
  'touched by whoever is not the system': {
    sql: `UPDATE action SET touched = false WHERE id = $decided`,
  },
  'the system does its own, and only that': {
    sql: `UPDATE approval_log SET actor = 'system' WHERE ${OF_DECIDED} = 'approve'`,
  },
  'nothing is proposed on what is not owed': {
    sql: `UPDATE invoice SET status = 'paid', balance = 0
          WHERE id = (SELECT invoice_id FROM action WHERE id = $untouched)`,
  },
  // In a copy, which has no index to forbid it.
  'one open recommendation an invoice, or a customer without': {
    sql: `
      CREATE TEMP TABLE recommendation ON COMMIT DROP AS SELECT * FROM public.recommendation;
      INSERT INTO recommendation (id, company_id, customer_id, invoice_id)
      SELECT gen_random_uuid(), company_id, customer_id, invoice_id FROM recommendation
      WHERE company_id = $company AND closed_at IS NULL`,
  },
  'no row of another company': {
    sql: `UPDATE customer SET company_id = $stranger WHERE id = (SELECT customer_id FROM action WHERE id = $untouched)`,
  },
  'a stored answer tells of what is there': {
    sql: `UPDATE idempotency_key SET body = replace(body, '"id":"', '"was":"') WHERE company_id = $company`,
  },
  'what was acknowledged is in the log': {
    sql: `UPDATE approval_log SET request_id = 'another' WHERE ${OF_DECIDED} = 'approve'`,
  },
  'one effect a request and action': {
    sql: `
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash, request_id)
      SELECT gen_random_uuid(), company_id, id, 'cancel', 'cancelled', 'cancelled', 'desk', updated_at, log_head,
             'cancel-' || id
      FROM action WHERE id = $decided`,
  },
};

/** A repetition, in the log of the completed action. */
function repeated(command: string, status: string): string {
  return `
    INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
    SELECT gen_random_uuid(), company_id, id, '${command}', '${status}', '${status}', 'desk', updated_at, log_head
    FROM action WHERE id = $completed`;
}

it('all hold of what was done through the API', async () => {
  expect(await violations((sql, values) => app.dataSource.query(sql, values), scope)).toEqual({});
});

it.each(Object.keys(INVARIANTS) as Invariant[])('“%s” falls to its own sabotage', async (name) => {
  const { sql, also = [] } = SABOTAGES[name];
  const saboteur = app.dataSource.createQueryRunner();
  await saboteur.startTransaction();
  try {
    // Neither triggers nor foreign keys stand in the way.
    await saboteur.query('SET LOCAL session_replication_role = replica');
    await saboteur.query(sql.replace(/\$(\w+)/g, (_, row: keyof typeof rows) => `'${rows[row]}'`));
    const found = await violations(
      (query, values) => saboteur.query(query, values) as Promise<object[]>,
      scope,
    );
    expect(Object.keys(found).toSorted()).toEqual([name, ...also].toSorted());
  } finally {
    await saboteur.rollbackTransaction();
    await saboteur.release();
  }
});
