import pg from 'pg';
import type { Settings } from '../options.js';
import { passwordFile, readPassword } from './passwords.js';

const CONNECT_TIMEOUT_MS = 5_000;
export const INVALID_CATALOG_NAME = '3D000';
/** initdb creates this database in every cluster. */
export const MAINTENANCE_DATABASE = 'postgres';

/** The connection URL of a database. */
export const urlOf = (port: number, user: string, password: string, database: string): string =>
  `postgres://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/**
 * Returns the URL of the database, and creates the database if it is missing. For a cluster whose superuser is `user`.
 * @throws the error of `pg` if the server refuses the connection
 */
export async function ensureDatabase(
  serverDir: string,
  port: number,
  { database, user }: Settings,
): Promise<string> {
  const password = await readPassword(passwordFile(serverDir));
  const url = urlOf(port, user, password, database);
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    if ((error as { code?: string }).code !== INVALID_CATALOG_NAME) throw error;
    await withClient(urlOf(port, user, password, MAINTENANCE_DATABASE), (client) =>
      client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`),
    );
  }
  return url;
}

/** Connects, and disconnects after the work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // Without a listener, a server that exits between two responses would crash this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
