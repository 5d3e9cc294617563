import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The settings of companies, and indexes for the order and the filters of the list of recommendations. */
export class SettingsAndRecommendationLists1764610000000 implements MigrationInterface {
  name = 'SettingsAndRecommendationLists1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SETTINGS);
    await runner.query(RECOMMENDATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const SETTINGS = `
  CREATE TABLE company_settings (
    company_id uuid PRIMARY KEY REFERENCES company,
    overrides jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz(3)
  );`;

/** The first two include the column of the filter by status, so that the exact count reads the index alone. */
const RECOMMENDATIONS = `
  CREATE INDEX recommendation_list_idx ON recommendation (company_id, created_at DESC, id DESC) INCLUDE (closed_at);
  CREATE INDEX recommendation_source_idx ON recommendation (company_id, source, created_at DESC, id DESC)
    INCLUDE (closed_at);
  CREATE INDEX ON recommendation (company_id, customer_id);
  CREATE INDEX ON recommendation (company_id, invoice_id);`;

const UNDO = `
  DROP INDEX recommendation_company_id_invoice_id_idx, recommendation_company_id_customer_id_idx,
    recommendation_source_idx, recommendation_list_idx;
  DROP TABLE company_settings;`;
