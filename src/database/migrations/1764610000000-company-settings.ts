import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The settings of companies. */
export class CompanySettings1764610000000 implements MigrationInterface {
  name = 'CompanySettings1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SETTINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE company_settings');
  }
}

const SETTINGS = `
  CREATE TABLE company_settings (
    company_id uuid PRIMARY KEY REFERENCES company,
    overrides jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz(3)
  );`;
