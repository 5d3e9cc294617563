import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { passwordFile } from './cluster.js';
import type { Settings } from '../options.js';

const CONNECT_TIMEOUT_MS = 5_000;
const INVALID_CATALOG_NAME = '3D000';
/** initdb creates this database in every cluster. */
const MAINTENANCE_DATABASE = 'postgres';

/**
 * Returns the URL of the database, and creates the database if it is missing.
 * @throws the error of `pg` if the server refuses the connection
 */
export async function ensureDatabase(serverDir: string, port: number, settings: Settings): Promise<string> {
  const { database, user } = settings;
  const password = (await readFile(passwordFile(serverDir), 'utf8')).trim();
  const urlOf = (name: string) =>
    `postgres://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}`;
  try {
    await query(urlOf(database), 'SELECT 1');
  } catch (error) {
    if ((error as { code?: string }).code !== INVALID_CATALOG_NAME) throw error;
    await query(urlOf(MAINTENANCE_DATABASE), `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  }
  return urlOf(database);
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // Without a listener, a server that exits between two responses would crash this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}
