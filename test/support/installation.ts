import type { Company } from '../../src/tenancy/company.entity.js';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { ENTITIES } from '../../src/schema.js';
import { createMigratedDatabase } from './database.js';
import { Factories } from './factories.js';
import { type Environment, type Server, startServer } from './processes.js';

const UNLIMITED = { RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' };

/** A database for real processes of the API, with a company and the headers of a token that has all scopes. */
export interface Installation {
  databaseUrl: string;
  /** Connects directly, without the time limits of the API. */
  dataSource: DataSource;
  company: Company;
  headers: Record<string, string>;
  makeCompany(): Promise<Company>;
  /** @param roles by default the API and the worker */
  start(settings?: Environment, roles?: string[]): Promise<Server>;
}

export async function createInstallation(): Promise<Installation> {
  const databaseUrl = await createMigratedDatabase();
  const dataSource = await new DataSource({
    ...dataSourceOptions({ url: databaseUrl, poolSize: 4 }),
    entities: ENTITIES,
    applicationName: 'test',
  }).initialize();
  const make = new Factories(dataSource);
  const company = await make.aCompany();
  return {
    databaseUrl,
    dataSource,
    company,
    headers: {
      Authorization: `Token ${await make.aToken([company])}`,
      'Content-Type': 'application/json',
    },
    makeCompany: () => make.aCompany(),
    start: (settings = {}, roles = []) =>
      startServer({ ...UNLIMITED, DATABASE_URL: databaseUrl, ...settings }, roles),
  };
}
