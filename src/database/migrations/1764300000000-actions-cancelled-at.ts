import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Renames the column to say what it holds: when a change of the invoice last cancelled its actions. */
export class ActionsCancelledAt1764300000000 implements MigrationInterface {
  name = 'ActionsCancelledAt1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice RENAME COLUMN called_off_at TO actions_cancelled_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE invoice RENAME COLUMN actions_cancelled_at TO called_off_at');
  }
}
