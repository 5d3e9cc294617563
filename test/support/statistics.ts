import type { DataSource } from 'typeorm';

const OWN_TABLES = `SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;

/** Leaves the statistics of all tables to the test. */
export async function stopAutovacuum(database: DataSource): Promise<void> {
  const tables = await database.query<{ name: string }[]>(
    `SELECT oid::regclass::text AS name FROM (${OWN_TABLES}) tables`,
  );
  for (const { name } of tables) await database.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`);
}

/** Removes all statistics, as if no table had ever been analysed. */
export async function clearStatistics(database: DataSource): Promise<void> {
  await database.query(`DELETE FROM pg_statistic WHERE starelid IN (${OWN_TABLES})`);
  await database.query(`
    UPDATE pg_class SET relpages = 0, reltuples = -1, relallvisible = 0
    WHERE oid IN (${OWN_TABLES}) OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (${OWN_TABLES}))`);
}
