import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which holds have passed without an event that tells of it. Those that passed before this migration get none: they are no news.
 */
export class PassedHolds1765430000000 implements MigrationInterface {
  name = 'PassedHolds1765430000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hold ADD told_passed_at timestamptz(3);
      UPDATE hold SET told_passed_at = now() WHERE ended_at IS NULL AND until <= now();
      CREATE INDEX hold_passed_idx ON hold (until)
        WHERE ended_at IS NULL AND told_passed_at IS NULL AND until IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hold DROP told_passed_at');
  }
}
