import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Composes the characters of stored names and keys as input does (Unicode NFC), and lets search ignore accents. */
export class TextNormalizationAndFolding1764620000000 implements MigrationInterface {
  name = 'TextNormalizationAndFolding1764620000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS unaccent');
    await runner.query(FOLD);
    for (const [table, columns] of Object.entries(NAMES))
      for (const column of columns) await runner.query(normalizeNames(table, column));
    for (const [table, columns] of Object.entries(KEYS)) await runner.query(normalizeKeys(table, columns));
    await runner.query(indexesOn('daybook_fold'));
  }

  /** Names and keys stay normalized: their former values are not stored. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(indexesOn('lower'));
    await runner.query('DROP FUNCTION daybook_fold');
  }
}

/**
 * Indexes need an immutable function, and unaccent() is declared stable because its dictionary could be replaced. An SQL function
 * around it cannot be inlined for that reason, and costs more for each row than this one. The extension may be in any schema; its
 * name is qualified because restoring a dump has no search path. Upper case, because the Greek sigma has two forms in lower case.
 */
const FOLD = `
  DO $migration$ BEGIN
    EXECUTE (
      SELECT format($definition$
        CREATE FUNCTION daybook_fold(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
        BEGIN
          RETURN upper(%1$I.unaccent(%2$L::regdictionary, $1));
        END $body$
      $definition$, nspname, quote_ident(nspname) || '.unaccent')
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'unaccent'
    );
  END $migration$`;

const NAMES: Record<string, string[]> = {
  company: ['name'],
  api_token: ['name'],
  customer: ['name', 'email', 'phone', 'contact_name'],
  company_contact: ['name', 'email', 'role'],
  action: ['description', 'recommendation_label', 'trigger_event_label'],
};

const normalizeNames = (table: string, column: string): string =>
  `UPDATE ${table} SET ${column} = normalize(${column}) WHERE ${column} IS NOT NORMALIZED`;

/** The columns that identify a row within its company. */
const KEYS: Record<string, string[]> = {
  customer: ['external_id'],
  company_contact: ['external_id'],
  invoice: ['invoice_number'],
  recommendation: ['source', 'dedupe_key'],
};

/** Keys that only normalization makes equal stay as they are: the migration cannot know which row to keep. */
const normalizeKeys = (table: string, columns: string[]): string => `
  UPDATE ${table} t SET ${columns.map((column) => `${column} = normalize(t.${column})`).join(', ')}
  WHERE (${columns.map((column) => `t.${column} IS NOT NORMALIZED`).join(' OR ')}) AND NOT EXISTS (
    SELECT FROM ${table} other WHERE other.company_id = t.company_id AND other.id <> t.id
      AND ${columns.map((column) => `normalize(other.${column}) = normalize(t.${column})`).join(' AND ')})`;

const indexesOn = (fold: string): string => `
  DROP INDEX customer_name_trgm_idx, invoice_number_trgm_idx, action_text_trgm_idx;
  CREATE INDEX customer_name_trgm_idx ON customer USING gin (company_id, ${fold}(name) gin_trgm_ops);
  CREATE INDEX invoice_number_trgm_idx ON invoice USING gin (company_id, ${fold}(invoice_number) gin_trgm_ops);
  CREATE INDEX action_text_trgm_idx ON action USING gin (
    company_id,
    ${fold}(description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label) gin_trgm_ops
  );`;
