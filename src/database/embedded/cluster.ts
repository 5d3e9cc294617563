import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runAs, type Account } from './account.js';
import type { Binaries } from './binaries.js';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 120_000;

/** The command that makes the cluster of a home: UTF-8, lower() for all of Unicode, passwords by SCRAM only. */
export function initdbCommand(home: string, binaries: Binaries): string[] {
  return [
    binaries.initdb,
    `--pgdata=${clusterOf(home)}`,
    '--username=daybook',
    `--pwfile=${join(home, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
}

/** The command that runs the server: reachable through one port of the loopback interface, and no other way. */
export function serverCommand(home: string, binaries: Binaries, port: number, settings: string[]): string[] {
  return [
    binaries.postgres,
    '-D',
    clusterOf(home),
    '-p',
    String(port),
    ...[
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'timezone=UTC',
      'log_timezone=UTC',
      // A refused statement is the application's to report: its text holds customers' data, and the log is never cut.
      'log_min_messages=log',
      'log_checkpoints=off',
      ...settings,
    ].flatMap((setting) => ['-c', setting]),
  ];
}

/** Makes the cluster of a home; initdb removes what it made where it fails. */
export async function initialise(home: string, binaries: Binaries, account?: Account): Promise<void> {
  const [initdb, ...args] = initdbCommand(home, binaries);
  try {
    await run(initdb!, args, { ...runAs(account), cwd: home, timeout: INITDB_TIMEOUT_MS });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const isNameless = stderr.includes('could not look up effective user ID');
    const advice = isNameless ? 'Give this user a name (a line in /etc/passwd), or set DATABASE_URL.' : '';
    throw new Error(
      `PostgreSQL could not make its data folder: ${stderr.trim() || message} ${advice}`.trim(),
      { cause: error },
    );
  }
}

/** @throws where another major version of PostgreSQL made the data. */
export async function checkVersion(home: string, binaries: Binaries): Promise<void> {
  const made = (await readFile(join(clusterOf(home), 'PG_VERSION'), 'utf8')).trim();
  if (made === binaries.major) return;
  throw new Error(
    `The data in ${home} were made by PostgreSQL ${made}, and the embedded one is PostgreSQL ${binaries.major}: ` +
      'move them with pg_dump and a server of the old version, or set DATABASE_URL to such a server.',
  );
}

/** Where PostgreSQL keeps the data of a home. */
export function clusterOf(home: string): string {
  return join(home, 'cluster');
}

/** The url of a database on the server of a home. */
export async function urlOf(home: string, port: number, database: string): Promise<string> {
  const password = await readFile(join(home, 'password'), 'utf8');
  return `postgres://daybook:${password.trim()}@127.0.0.1:${port}/${database}`;
}
