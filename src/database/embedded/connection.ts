import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { urlOf } from './cluster.js';

const TIMEOUT_MS = 5_000;
const NO_SUCH_DATABASE = '3D000';

/**
 * The url of the database `daybook` on the server of a home, which is made where it is missing.
 * @throws where the server does not let us in.
 */
export async function openDatabase(home: string, port: number): Promise<string> {
  const url = await urlOf(home, port, 'daybook');
  try {
    await query(url, 'SELECT 1');
  } catch (error) {
    if ((error as { code?: string }).code !== NO_SUCH_DATABASE) throw error;
    await query(await urlOf(home, port, 'postgres'), 'CREATE DATABASE daybook');
  }
  return url;
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  // The server may end between two answers: without a listener that would end this process too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A port of the loopback interface that is free now; who takes it first is not certain. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
