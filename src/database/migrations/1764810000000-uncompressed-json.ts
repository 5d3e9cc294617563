import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stores new values of two JSON columns uncompressed, so that PostgreSQL knows their length without reading them: responses are
 * limited by it (see stored-bytes.ts). Does not change rows.
 */
export class UncompressedJson1764810000000 implements MigrationInterface {
  name = 'UncompressedJson1764810000000';

  async up(runner: QueryRunner): Promise<void> {
    await setStorage(runner, 'EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await setStorage(runner, 'EXTENDED');
  }
}

async function setStorage(runner: QueryRunner, storage: 'EXTERNAL' | 'EXTENDED'): Promise<void> {
  await runner.query(`ALTER TABLE action ALTER COLUMN metadata SET STORAGE ${storage}`);
  await runner.query(`ALTER TABLE approval_log ALTER COLUMN changes SET STORAGE ${storage}`);
}
