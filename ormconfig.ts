import { DataSource } from 'typeorm';
import { loadConfig } from './src/config.js';
import { dataSourceOptions } from './src/database/data-source-options.js';

const { DATABASE_URL, DATABASE_POOL_SIZE } = loadConfig();
if (!DATABASE_URL)
  throw new Error("Set DATABASE_URL to the database that TypeORM's command line shall work on.");

/** For TypeORM's own command line; the options themselves live in src/database. */
export default new DataSource(dataSourceOptions({ url: DATABASE_URL, poolSize: DATABASE_POOL_SIZE }));
