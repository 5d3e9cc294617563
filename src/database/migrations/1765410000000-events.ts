import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened, as consumers see it, and where the feed of each company begins and ends. */
export class Events1765410000000 implements MigrationInterface {
  name = 'Events1765410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        company_id uuid NOT NULL REFERENCES company,
        position bigint,
        type text NOT NULL,
        action_id uuid,
        actor text NOT NULL,
        request_id text,
        data json NOT NULL,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX ON event (company_id, seq) WHERE position IS NULL;
      CREATE UNIQUE INDEX ON event (company_id, position) WHERE position IS NOT NULL;
      CREATE INDEX ON event (company_id, type, position) WHERE position IS NOT NULL;
      CREATE INDEX ON event (company_id, action_id, position) WHERE position IS NOT NULL AND action_id IS NOT NULL;
      CREATE TABLE event_head (
        company_id uuid PRIMARY KEY REFERENCES company,
        last bigint NOT NULL DEFAULT 0,
        pruned bigint NOT NULL DEFAULT 0
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_head; DROP TABLE event');
  }
}
