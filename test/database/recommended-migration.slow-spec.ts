import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { RecommendedActionsAndTrail1764700000000 } from '../../src/database/migrations/1764700000000-recommended-actions-and-trail.js';
import { ENTITIES } from '../../src/schema.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { Factories } from '../support/factories.js';

/** A constraint of the same name, which allows what the migration forbids. */
const WITHOUT_CONSTRAINT = `
  ALTER TABLE action DROP CONSTRAINT action_one_recommended_excl;
  ALTER TABLE action ADD CONSTRAINT action_one_recommended_excl CHECK (true)`;

it('R1: the migration keeps the action at which a person is at work, and closes what was recommended beside it', async () => {
  const url = await createMigratedDatabase();
  const options = { ...dataSourceOptions({ url, poolSize: 1 }), entities: ENTITIES };
  const dataSource = await new DataSource(options).initialize();
  await dataSource.query(WITHOUT_CONSTRAINT);
  const make = new Factories(dataSource);
  const company = await make.aCompany();
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const subject = { companyId: company.id, customerId, invoiceId };
  const recommend = async (closedAt: Date | null): Promise<string> => {
    const row = { id: uuidv7(), ...subject, source: 'test', fingerprint: 'f', closedAt };
    await dataSource.manager.insert(Recommendation, row);
    return row.id;
  };
  const add = (recommendationId: string, overrides: object) =>
    make.anAction(company, { ...subject, recommendationId, ...overrides });
  const [old, newer] = [await recommend(new Date()), await recommend(null)];
  const edited = await add(old, { touched: true });
  const recommended = await add(newer, {});
  const alternative = await add(newer, { isRecommended: false });
  const elsewhere = await make.anAction(company);

  const runner = dataSource.createQueryRunner();
  const migration = new RecommendedActionsAndTrail1764700000000();
  await migration.down(runner);
  await migration.up(runner);
  await runner.release();
  await dataSource.destroy();

  const kept = await sql<{ id: string }>(url, 'SELECT id FROM action WHERE deleted_at IS NULL ORDER BY id');
  expect(kept.map(({ id }) => id)).toEqual([edited.id, elsewhere.id]);
  const deleted = await sql<{ id: string; version: number }>(
    url,
    'SELECT id, version FROM action WHERE deleted_at IS NOT NULL ORDER BY id',
  );
  expect(deleted).toEqual([recommended, alternative].map(({ id }) => ({ id, version: 2 })));
  expect(await sql(url, 'SELECT id FROM recommendation WHERE closed_at IS NULL')).toEqual([]);
});
