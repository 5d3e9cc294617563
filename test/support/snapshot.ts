import type { DataSource } from 'typeorm';

/** Every table with a company_id, and the table of companies itself. */
const TABLES = `
  SELECT table_name AS name, bool_or(column_name = 'company_id') AS scoped
  FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'event_head'
  GROUP BY table_name HAVING bool_or(column_name = 'company_id') OR table_name = 'company' ORDER BY 1`;

/** Readers put events in order, so their positions change without a write. */
const ROWS: Record<string, string> = { event: "(to_jsonb(t) - 'position')::text" };

/** A digest of a company's rows for each table. Equal digests mean that no row changed. */
export async function snapshotOf(dataSource: DataSource, companyId: string): Promise<Record<string, string>> {
  const tables: { name: string; scoped: boolean }[] = await dataSource.query(TABLES);
  const digests = tables.map(({ name, scoped }) => {
    const rows = `SELECT ${ROWS[name] ?? 't::text'} AS row FROM ${name} t WHERE ${scoped ? 'company_id' : 'id'} = $1`;
    return `(SELECT count(*) || ' ' || coalesce(md5(string_agg(row, E'\\n' ORDER BY row)), '') FROM (${rows}) r) AS ${name}`;
  });
  const [snapshot] = await dataSource.query(`SELECT ${digests.join(', ')}`, [companyId]);
  return snapshot;
}
