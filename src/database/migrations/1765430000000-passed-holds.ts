import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the event of a hold was appended that has passed. Holds that passed before this migration get none. */
export class PassedHolds1765430000000 implements MigrationInterface {
  name = 'PassedHolds1765430000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hold ADD passed_event_at timestamptz(3);
      UPDATE hold SET passed_event_at = now() WHERE ended_at IS NULL AND until <= now();
      CREATE INDEX hold_passed_idx ON hold (until)
        WHERE ended_at IS NULL AND passed_event_at IS NULL AND until IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hold DROP passed_event_at');
  }
}
