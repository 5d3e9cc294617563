import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The addresses to which companies send no e-mail. */
export class Suppressions1765300000000 implements MigrationInterface {
  name = 'Suppressions1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE suppression (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL REFERENCES company,
        email text NOT NULL,
        reason text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (company_id, email)
      );
      CREATE INDEX ON suppression (company_id, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE suppression');
  }
}
