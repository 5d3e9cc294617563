import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A narrow copy of actions for searches, which triggers keep: their folded texts, and the columns that lists filter and order by. */
export class ActionSearch1765630000000 implements MigrationInterface {
  name = 'ActionSearch1765630000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(TRIGGERS);
    // The locks of the triggers keep others from writing actions until those that exist are copied.
    await runner.query(`
      INSERT INTO action_search (${COLUMNS.join(', ')}, text)
      SELECT ${COLUMNS.join(', ')}, ${textOf('a')} FROM action a ORDER BY company_id, id`);
    await runner.query('ALTER TABLE action_search ADD PRIMARY KEY (company_id, id)');
    await runner.query('DROP INDEX action_text_trgm_idx');
    await runner.query(
      'CREATE INDEX action_text_trgm_idx ON action_search USING gin (company_id, text gin_trgm_ops)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete']) {
      await runner.query(
        `DROP TRIGGER action_search_${event} ON action; DROP FUNCTION action_search_${event}`,
      );
    }
    await runner.query('DROP TABLE action_search');
    await runner.query(
      `CREATE INDEX action_text_trgm_idx ON action USING gin (company_id, ${textOf('action')} gin_trgm_ops)`,
    );
  }
}

const COLUMNS = [
  'company_id',
  'id',
  'customer_id',
  'invoice_id',
  'recommendation_id',
  'assigned_to',
  'scheduled_for',
  'history_at',
  'expires_at',
  'response_deadline',
  'deleted_at',
  'urgency_score',
  'action_required',
  'is_recommended',
  'status',
  'action_type',
  'recommendation',
];
const list = (alias: string): string => COLUMNS.map((column) => `${alias}.${column}`).join(', ');
const textsOf = (alias: string): string =>
  `${alias}.description, ${alias}.recommendation_label, ${alias}.trigger_event_label`;
const textOf = (alias: string): string =>
  `daybook_fold(${textsOf(alias).replaceAll(', ', ` || E'\\x1f' || `)})`;

/** An update needs no new index entries (HOT) as long as its page has room, because the indexed columns do not change. */
const TABLE = `
  CREATE TABLE action_search (
    company_id uuid NOT NULL,
    id uuid NOT NULL,
    customer_id uuid NOT NULL,
    invoice_id uuid,
    recommendation_id uuid,
    assigned_to uuid,
    scheduled_for timestamptz(3) NOT NULL,
    history_at timestamptz(3),
    expires_at timestamptz(3),
    response_deadline timestamptz(3),
    deleted_at timestamptz(3),
    urgency_score smallint NOT NULL,
    action_required boolean NOT NULL,
    is_recommended boolean NOT NULL,
    status text NOT NULL,
    action_type text NOT NULL,
    recommendation text NOT NULL,
    text text NOT NULL
  ) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);`;

/** The rows of an update are looked up one by one: no plan of a join from a time of few rows can read the whole table. */
const TRIGGERS = `
  CREATE FUNCTION action_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO action_search (${COLUMNS.join(', ')}, text) SELECT ${list('n')}, ${textOf('n')} FROM new_rows n;
    RETURN NULL;
  END $$;
  CREATE FUNCTION action_search_update() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE changed record;
  BEGIN
    FOR changed IN
      SELECT ${list('n')}, ${textsOf('n')} FROM new_rows n JOIN old_rows o USING (id)
      WHERE (${list('n')}, ${textsOf('n')}) IS DISTINCT FROM (${list('o')}, ${textsOf('o')})
    LOOP
      UPDATE action_search SET ${COLUMNS.slice(2)
        .map((column) => `${column} = changed.${column}`)
        .join(', ')}, text = ${textOf('changed')}
      WHERE company_id = changed.company_id AND id = changed.id;
    END LOOP;
    RETURN NULL;
  END $$;
  CREATE FUNCTION action_search_delete() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE deleted record;
  BEGIN
    FOR deleted IN SELECT company_id, id FROM old_rows LOOP
      DELETE FROM action_search WHERE company_id = deleted.company_id AND id = deleted.id;
    END LOOP;
    RETURN NULL;
  END $$;
  CREATE TRIGGER action_search_insert AFTER INSERT ON action
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION action_search_insert();
  CREATE TRIGGER action_search_update AFTER UPDATE ON action
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION action_search_update();
  CREATE TRIGGER action_search_delete AFTER DELETE ON action
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION action_search_delete();`;
