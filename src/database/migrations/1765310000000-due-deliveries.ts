import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index on when the waiting e-mails of a company are due, by which a new one finds its place behind them. */
export class DueDeliveries1765310000000 implements MigrationInterface {
  name = 'DueDeliveries1765310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX delivery_due_idx ON delivery (company_id, coalesce(not_before, created_at))
        WHERE status = 'waiting' AND way = 'built_in'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX delivery_due_idx');
  }
}
