import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The roles with which contacts log in, and the tokens that are bound to a contact. */
export class ContactAccess1765500000000 implements MigrationInterface {
  name = 'ContactAccess1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE company_contact
        ADD access_role text CONSTRAINT company_contact_access_role_check CHECK (access_role IN ('viewer', 'decider', 'admin')),
        ADD access_email text,
        ADD access_id uuid,
        ADD CONSTRAINT company_contact_access_check CHECK (num_nulls(access_role, access_email, access_id) IN (0, 3));
      CREATE UNIQUE INDEX company_contact_access_email_idx ON company_contact (lower(access_email), company_id)
        WHERE access_role IS NOT NULL;
      ALTER TABLE api_token
        ADD contact_id uuid REFERENCES company_contact,
        ADD contact_access_id uuid,
        ADD CONSTRAINT api_token_contact_check CHECK (num_nulls(contact_id, contact_access_id) IN (0, 2))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_token DROP contact_id, DROP contact_access_id;
      ALTER TABLE company_contact DROP access_role, DROP access_email, DROP access_id`);
  }
}
