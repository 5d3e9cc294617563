import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Announces each change of what a token or a session may do, whoever writes it, so that processes need not look it up for every
 * request. All announcements of a transaction are one. Such transactions commit one after the other; they are rare.
 */
export class AnnouncedAccessChanges1765600000000 implements MigrationInterface {
  name = 'AnnouncedAccessChanges1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION announce_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_catalog.pg_notify('daybook_access', '');
        RETURN NULL;
      END $$`);
    for (const [table, columns] of Object.entries(COLUMNS)) {
      const valuesOf = (row: string) => `(${columns.map((column) => `${row}.${column}`).join(', ')})`;
      await runner.query(`
        CREATE TRIGGER ${table}_announce_update AFTER UPDATE ON ${table} FOR EACH ROW
          WHEN (${valuesOf('OLD')} IS DISTINCT FROM ${valuesOf('NEW')}) EXECUTE FUNCTION announce_access_change();
        CREATE TRIGGER ${table}_announce_delete AFTER DELETE ON ${table} FOR EACH ROW
          EXECUTE FUNCTION announce_access_change();
        CREATE TRIGGER ${table}_announce_truncate AFTER TRUNCATE ON ${table} FOR EACH STATEMENT
          EXECUTE FUNCTION announce_access_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION announce_access_change() CASCADE');
  }
}

/** The columns that a look-up of a token or a session reads. Not seen_at, which every minute of use changes. */
const COLUMNS = {
  api_token: [
    'id',
    'name',
    'secret_sha256',
    'scopes',
    'expires_at',
    'revoked_at',
    'contact_id',
    'contact_access_id',
  ],
  api_token_company: ['api_token_id', 'company_id'],
  company_contact: [
    'id',
    'company_id',
    'name',
    'email',
    'active',
    'access_role',
    'access_email',
    'access_id',
  ],
  login_session: [
    'id',
    'secret_sha256',
    'company_id',
    'contact_id',
    'access_id',
    'issuer',
    'subject',
    'ends_at',
  ],
};
