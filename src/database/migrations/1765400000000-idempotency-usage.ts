import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many responses each token stored in each hour for its idempotency keys, and how large they are. */
export class IdempotencyUsage1765400000000 implements MigrationInterface {
  name = 'IdempotencyUsage1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_usage (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        api_token_id uuid NOT NULL,
        hour timestamptz(3) NOT NULL,
        responses integer NOT NULL,
        bytes bigint NOT NULL
      );
      CREATE INDEX ON idempotency_usage (company_id, hour);
      CREATE INDEX ON idempotency_usage (hour)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_usage');
  }
}
