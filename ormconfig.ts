import { DataSource } from 'typeorm';
import { loadConfig } from './src/config/config.js';
import { dataSourceOptions } from './src/database/data-source-options.js';
import { ENTITIES } from './src/schema.js';

const { DATABASE_URL, DATABASE_POOL_SIZE } = loadConfig();
if (!DATABASE_URL) throw new Error("Set DATABASE_URL: TypeORM's command line works on that database.");

/** For TypeORM's command line; the options themselves are in src/database, the entities in their rooms. */
export default new DataSource({
  ...dataSourceOptions({ url: DATABASE_URL, poolSize: DATABASE_POOL_SIZE }),
  entities: ENTITIES,
});
