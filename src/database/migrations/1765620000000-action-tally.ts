import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The numbers of actions by what lists count them by, which triggers keep: the count of a list is the sum of a few rows. */
export class ActionTally1765620000000 implements MigrationInterface {
  name = 'ActionTally1765620000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    for (const [event, changes] of Object.entries(CHANGES)) await runner.query(triggerOn(event, changes));
    // The locks of the triggers keep others from writing actions until those that exist are counted.
    await runner.query(`
      INSERT INTO action_tally (${KEY.join(', ')}, actions)
      SELECT ${KEY.join(', ')}, count(*) FROM (SELECT ${KEY_OF_ACTION} FROM action) a GROUP BY ${KEY.join(', ')}`);
    await runner.query(INDEXES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO_INDEXES);
    for (const event of Object.keys(CHANGES)) {
      await runner.query(
        `DROP TRIGGER ${triggerNameOf(event)} ON action; DROP FUNCTION ${triggerNameOf(event)}`,
      );
    }
    await runner.query('DROP TABLE action_tally');
  }
}

const KEY = [
  'company_id',
  'status',
  'action_type',
  'is_deleted',
  'action_required',
  'is_recommended',
  'waits_for_customer',
  'has_invoice',
  'is_assigned',
  'has_response_deadline',
];
const KEY_OF_ACTION = `company_id, status, action_type, deleted_at IS NOT NULL AS is_deleted, action_required, is_recommended,
  recommendation = 'wait_for_customer' AS waits_for_customer, invoice_id IS NOT NULL AS has_invoice,
  assigned_to IS NOT NULL AS is_assigned, response_deadline IS NOT NULL AS has_response_deadline`;

/** An update of `actions` alone needs no new index entries (HOT), as long as the page has room. */
const TABLE = `
  CREATE TABLE action_tally (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    company_id uuid NOT NULL,
    status text NOT NULL,
    action_type text NOT NULL,
    is_deleted boolean NOT NULL,
    action_required boolean NOT NULL,
    is_recommended boolean NOT NULL,
    waits_for_customer boolean NOT NULL,
    has_invoice boolean NOT NULL,
    is_assigned boolean NOT NULL,
    has_response_deadline boolean NOT NULL,
    actions bigint NOT NULL
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
  CREATE INDEX action_tally_key_idx ON action_tally (${KEY.join(', ')});`;

const CHANGES: Record<string, { transitionTables: string; rows: string }> = {
  insert: {
    transitionTables: 'NEW TABLE AS new_rows',
    rows: `SELECT ${KEY_OF_ACTION}, 1 AS n FROM new_rows`,
  },
  update: {
    transitionTables: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
    rows: `SELECT ${KEY_OF_ACTION}, 1 AS n FROM new_rows UNION ALL SELECT ${KEY_OF_ACTION}, -1 FROM old_rows`,
  },
  delete: {
    transitionTables: 'OLD TABLE AS old_rows',
    rows: `SELECT ${KEY_OF_ACTION}, -1 AS n FROM old_rows`,
  },
};

const triggerNameOf = (event: string): string => `action_tally_${event}`;

/**
 * Adds to a row of the key that no other transaction has locked, or inserts one: with one row for each key, the decisions of a company
 * would commit one after the other. A key has as many rows as transactions changed it at the same time. The functions never read the
 * whole table, which is small when a connection plans their statements first.
 */
const triggerOn = (event: string, { transitionTables, rows }: (typeof CHANGES)[string]): string => `
  CREATE FUNCTION ${triggerNameOf(event)}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE change record;
  BEGIN
    FOR change IN
      SELECT ${KEY.join(', ')}, sum(n) AS n FROM (${rows}) changed GROUP BY ${KEY.join(', ')} HAVING sum(n) <> 0
    LOOP
      UPDATE action_tally SET actions = actions + change.n WHERE ctid = (
        SELECT ctid FROM action_tally t WHERE ${KEY.map((column) => `t.${column} = change.${column}`).join(' AND ')}
        LIMIT 1 FOR UPDATE SKIP LOCKED);
      IF NOT FOUND THEN
        INSERT INTO action_tally (${KEY.join(', ')}, actions)
        VALUES (${KEY.map((column) => `change.${column}`).join(', ')}, change.n);
      END IF;
    END LOOP;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ${triggerNameOf(event)} AFTER ${event.toUpperCase()} ON action
    REFERENCING ${transitionTables} FOR EACH STATEMENT EXECUTE FUNCTION ${triggerNameOf(event)}()`;

/**
 * What the tally cannot know, because it changes with the time: the actions that have expired and that no sweep has cancelled yet, and
 * those whose response deadline has not passed.
 */
const INDEXES = `
  CREATE INDEX action_company_expiry_idx ON action (company_id, expires_at)
    WHERE expires_at IS NOT NULL AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL;
  DROP INDEX action_response_deadline_idx;
  CREATE INDEX action_response_deadline_idx ON action (company_id, response_deadline) INCLUDE (deleted_at)
    WHERE response_deadline IS NOT NULL;`;

const UNDO_INDEXES = `
  DROP INDEX action_company_expiry_idx, action_response_deadline_idx;
  CREATE INDEX action_response_deadline_idx ON action (company_id, response_deadline)
    WHERE response_deadline IS NOT NULL;`;
