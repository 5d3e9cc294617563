import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdempotencyKeys1764100000000 implements MigrationInterface {
  name = 'IdempotencyKeys1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        company_id uuid NOT NULL,
        api_token_id uuid NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        request_sha256 text NOT NULL,
        status smallint NOT NULL,
        etag text,
        body text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (company_id, api_token_id, operation, key)
      )`);
    await runner.query('CREATE INDEX ON idempotency_key (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_key');
  }
}
