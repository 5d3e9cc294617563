import { startEphemeral } from '@daybook/embedded-postgres';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { migrate } from '../../src/database/migrate.js';
import { ENTITIES } from '../../src/schema.js';
import type { Company } from '../../src/tenancy/company.entity.js';
import { createActions } from '../support/create-actions.js';
import { createBigCompany } from '../support/big-company.js';
import { Factories } from '../support/factories.js';
import type { CompanyName } from './attack.js';
import type { VictimWork } from './victim.js';

const BIG_COMPANY_ACTIONS = 100_000;
const VICTIM_TOKENS = 3;
/** Enough for the whole run. */
const VICTIM_ACTIONS = 4_000;

export interface Scene {
  databaseUrl: string;
  dataSource: DataSource;
  make: Factories;
  companies: Record<CompanyName, Company>;
  victim: Omit<VictimWork, 'url'>;
  close(): Promise<void>;
}

/** A PostgreSQL of its own with the companies of the attackers and of the victim. */
export async function setScene(): Promise<Scene> {
  const server = await startEphemeral();
  await migrate(server.url);
  const dataSource = await new DataSource({
    ...dataSourceOptions({ url: server.url, poolSize: 4 }),
    entities: ENTITIES,
  }).initialize();
  const make = new Factories(dataSource);
  const big = { id: await createBigCompany(dataSource, BIG_COMPANY_ACTIONS), name: 'Company 1' };
  const texts = await make.aCompany();
  await createActions(dataSource, texts, 500, 'x'.repeat(100_000));
  const company = await make.aCompany();
  const actions = await createActions(dataSource, company, VICTIM_ACTIONS);
  const tokens = await Promise.all(Array.from({ length: VICTIM_TOKENS }, () => make.aToken([company])));
  await dataSource.query('VACUUM ANALYZE');
  return {
    databaseUrl: server.url,
    dataSource,
    make,
    companies: { big: big as Company, texts },
    victim: { company: company.id, tokens, actions },
    close: async () => {
      await dataSource.destroy();
      await server.release();
    },
  };
}
