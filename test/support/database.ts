import { migrate } from '../../src/database/migrate.js';
import { anEmptyDatabase } from './own-database.js';

/** A database that no other test shares, ready for the application. */
export async function aMigratedDatabase(): Promise<string> {
  const url = await anEmptyDatabase();
  await migrate(url);
  return url;
}
