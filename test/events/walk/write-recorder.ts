import type { DataSource } from 'typeorm';
import { groupBy } from '../../../src/group-by.js';

/** A committed transaction that changed rows. */
export interface RecordedTransaction {
  /** The tables with changed rows, without `event`. */
  tables: string[];
  /** The types of the events that it appended. */
  events: string[];
}

/** Tables whose changes are no events, with the reasons. */
const TABLES_WITHOUT_EVENTS: Record<string, string> = {
  event_head: 'It counts the events.',
  action_search: 'It is a copy of the actions.',
  action_tally: 'It counts the actions.',
  idempotency_key: 'A stored response is a copy.',
  company:
    'The operator of the installation creates companies. Nobody can follow the events of one before it exists.',
  api_token: 'Tokens belong to the installation, and can be for several companies.',
  login_session: 'Who is logged in is no data of a company. The log of the process has the log-ins.',
  login_link: 'See login_session.',
  login_identity: 'See login_session.',
  api_token_company: 'See api_token.',
  idempotency_usage: 'It counts the stored responses.',
  webhook_delivery: 'It delivers an event. An event about it would be delivered too, without end.',
  migrations: 'The schema is no data of a company.',
};

/** Changes of one table alone that are no events, with the reasons. */
const ALONE_WITHOUT_EVENTS: Record<string, string> = {
  delivery:
    'The start of an attempt, its lease and its next time have no events: its outcome has one. Claims are logged too.',
  policy_run:
    'How far a run is has no event: its end has one, and so has each recommendation. A dry run changes nothing.',
};

/** Columns whose changes are no events: how far the worker has come with an endpoint, and which process has it. */
const BOOKKEEPING: Record<string, string[]> = {
  webhook_endpoint: [
    'position',
    'replay_since',
    'failing_since',
    'failures',
    'is_slow',
    'due_at',
    'resting_until',
    'lease_token',
    'lease_until',
  ],
};
const bookkeepingSql = (table: string): string =>
  `CASE ${table} ${Object.entries(BOOKKEEPING)
    .map(([name, columns]) => `WHEN '${name}' THEN ARRAY['${columns.join("', '")}']`)
    .join(' ')} ELSE '{}'::text[] END`;

/**
 * The tables of the schema `pgboss` are not watched: a job is how Daybook works, not what happened. A row that is stored again with
 * the same values has not changed.
 */
const INSTALL = `
  CREATE SCHEMA walk;
  CREATE TABLE walk.write (xid xid8 NOT NULL DEFAULT pg_current_xact_id(), table_name text NOT NULL, event text);
  CREATE FUNCTION walk.note_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM new_rows) THEN INSERT INTO walk.write (table_name) VALUES (TG_TABLE_NAME); END IF;
    RETURN NULL; END $$;
  CREATE FUNCTION walk.note_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM old_rows) THEN INSERT INTO walk.write (table_name) VALUES (TG_TABLE_NAME); END IF;
    RETURN NULL; END $$;
  CREATE FUNCTION walk.note_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (
      SELECT to_jsonb(n) - ${bookkeepingSql('TG_TABLE_NAME')} FROM new_rows n
      EXCEPT ALL SELECT to_jsonb(o) - ${bookkeepingSql('TG_TABLE_NAME')} FROM old_rows o)
    THEN INSERT INTO walk.write (table_name) VALUES (TG_TABLE_NAME); END IF;
    RETURN NULL; END $$;
  CREATE FUNCTION walk.note_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO walk.write (table_name, event) SELECT 'event', type FROM new_rows;
    RETURN NULL; END $$;
  CREATE TRIGGER note_events AFTER INSERT ON event REFERENCING NEW TABLE AS new_rows
    EXECUTE FUNCTION walk.note_events();
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'event' LOOP
      EXECUTE format('CREATE TRIGGER note_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
        EXECUTE FUNCTION walk.note_inserted()', name);
      EXECUTE format('CREATE TRIGGER note_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        EXECUTE FUNCTION walk.note_updated()', name);
      EXECUTE format('CREATE TRIGGER note_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
        EXECUTE FUNCTION walk.note_deleted()', name);
    END LOOP;
  END $$`;

const TAKE = `
  WITH taken AS (DELETE FROM walk.write RETURNING *)
  SELECT xid::text AS xid, table_name AS "table", event FROM taken`;

/** Sees by triggers which transactions change rows, of any process, and which of them append events. */
export class WriteRecorder {
  constructor(private readonly dataSource: DataSource) {}

  async install(): Promise<void> {
    await this.dataSource.query(INSTALL);
  }

  /** The transactions that committed during some work, background work included. */
  async during(work: () => PromiseLike<unknown>): Promise<RecordedTransaction[]> {
    await this.take();
    await work();
    return this.take();
  }

  private async take(): Promise<RecordedTransaction[]> {
    type Row = { xid: string; table: string; event: string | null };
    const rows = await this.dataSource.query<Row[]>(TAKE);
    return [...groupBy(rows, ({ xid }) => xid).values()].map((written) => ({
      tables: [...new Set(written.map(({ table }) => table))].filter((table) => table !== 'event').toSorted(),
      events: written.flatMap(({ event }) => event ?? []),
    }));
  }
}

/** The transactions that changed data of a company, and appended no event. */
export const withoutEvent = (transactions: readonly RecordedTransaction[]): string[][] =>
  transactions
    .filter(({ events }) => events.length === 0)
    .map(({ tables }) => tables.filter((table) => !(table in TABLES_WITHOUT_EVENTS)))
    .filter(
      ([first, ...others]) => first !== undefined && (others.length > 0 || !(first in ALONE_WITHOUT_EVENTS)),
    );

export const eventsOf = (transactions: readonly RecordedTransaction[]): string[] =>
  transactions.flatMap(({ events }) => events);
