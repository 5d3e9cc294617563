import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { migrate } from '../../src/database/migrate.js';
import { TextNormalizationAndFolding1764620000000 } from '../../src/database/migrations/1764620000000-text-normalization-and-folding.js';
import { ENTITIES } from '../../src/schema.js';
import { createEmptyDatabase, createMigratedDatabase, sql } from '../support/database.js';
import { Factories } from '../support/factories.js';

const COMPOSED = 'M\u00fcller';
const DECOMPOSED = 'Mu\u0308ller';
/** Two spellings of one text, neither of which is normalized. */
const [ONE_FORM, OTHER_FORM] = ['\u1e69\u0301\u0323', '\u1e69\u0323\u0301'];

describe('H4: the migration that normalizes text', () => {
  it('composes names and keys, but no keys that would become equal', async () => {
    const url = await createMigratedDatabase();
    const options = { ...dataSourceOptions({ url, poolSize: 1 }), entities: ENTITIES };
    const dataSource = await new DataSource(options).initialize();
    const make = new Factories(dataSource);
    const [company, other] = [await make.aCompany({ name: DECOMPOSED }), await make.aCompany()];
    const customer = (externalId: string, owner = company) =>
      make.aCustomer(owner, { externalId, name: externalId });
    for (const key of [DECOMPOSED, ONE_FORM, OTHER_FORM]) await customer(key);
    for (const key of [DECOMPOSED, COMPOSED]) await customer(key, other);
    const contact = await make.aContact(company, {
      name: DECOMPOSED,
      role: DECOMPOSED,
      externalId: DECOMPOSED,
    });
    const invoice = await make.anInvoice(company, { invoiceNumber: DECOMPOSED });
    const action = await make.anAction(company, { description: DECOMPOSED, content: DECOMPOSED });

    const runner = dataSource.createQueryRunner();
    const migration = new TextNormalizationAndFolding1764620000000();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    await dataSource.destroy();

    const select = (text: string, id: string) => sql(url, text, [id]);
    const customers =
      'SELECT external_id, name FROM customer WHERE company_id = $1 AND name = ANY ($2) ORDER BY id';
    const spellings = [COMPOSED, ONE_FORM.normalize()];
    expect(await sql(url, customers, [company.id, spellings])).toEqual([
      { external_id: COMPOSED, name: COMPOSED },
      { external_id: ONE_FORM, name: ONE_FORM.normalize() },
      { external_id: OTHER_FORM, name: ONE_FORM.normalize() },
    ]);
    expect(await sql(url, customers, [other.id, spellings])).toEqual([
      { external_id: DECOMPOSED, name: COMPOSED },
      { external_id: COMPOSED, name: COMPOSED },
    ]);
    expect(await select('SELECT name FROM company WHERE id = $1', company.id)).toEqual([{ name: COMPOSED }]);
    expect(
      await select('SELECT name, role, external_id FROM company_contact WHERE id = $1', contact.id),
    ).toEqual([{ name: COMPOSED, role: COMPOSED, external_id: COMPOSED }]);
    expect(await select('SELECT invoice_number FROM invoice WHERE id = $1', invoice.id)).toEqual([
      { invoice_number: COMPOSED },
    ]);
    expect(await select('SELECT description, content FROM action WHERE id = $1', action.id)).toEqual([
      { description: COMPOSED, content: DECOMPOSED },
    ]);
  });

  it('can be run by the owner of the database, with the extension in another schema', async () => {
    const url = new URL(await createEmptyDatabase());
    const [role, password] = [`owner_${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')];
    await sql(
      url.href,
      `CREATE ROLE ${role} LOGIN PASSWORD '${password}';
       ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role};
       CREATE SCHEMA "other extensions";
       CREATE EXTENSION unaccent SCHEMA "other extensions";
       GRANT USAGE ON SCHEMA "other extensions" TO ${role}`,
    );
    Object.assign(url, { username: role, password });
    expect(await migrate(url.href)).toContain('TextNormalizationAndFolding1764620000000');
    // As pg_restore does.
    url.searchParams.set('options', '-csearch_path=');
    expect(await sql(url.href, `SELECT public.daybook_fold('Straße') AS folded`)).toEqual([
      { folded: 'STRASSE' },
    ]);
  });
});
