import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from '../programs/binaries.js';
import { EmbeddedPostgresError } from '../errors.js';
import { SUPERUSER } from '../options.js';
import { ensurePassword, superuserPasswordFile } from './passwords.js';
import { spawnOptions, type ServerAccount } from '../programs/server-account.js';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 120_000;

/**
 * The command that creates the cluster. The builtin locale makes lower() work for all of Unicode on every platform.
 * @param superuser the role that it creates
 * @param password the file with its password
 */
export function initdbCommand(
  serverDir: string,
  binaries: Binaries,
  superuser: string,
  password: string,
): string[] {
  return [
    binaries.initdb,
    `--pgdata=${clusterDir(serverDir)}`,
    `--username=${superuser}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
}

/** The command that runs the server. It listens on one port of the loopback interface, and on no Unix socket. */
export function postgresCommand(
  serverDir: string,
  binaries: Binaries,
  port: number,
  settings: string[],
): string[] {
  return [
    binaries.postgres,
    '-D',
    clusterDir(serverDir),
    '-p',
    String(port),
    ...[
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'timezone=UTC',
      'log_timezone=UTC',
      // The text of a failed statement may hold personal data, and nothing rotates this log: the application reports failures.
      'log_min_messages=log',
      'log_checkpoints=off',
      ...settings,
    ].flatMap((setting) => ['-c', setting]),
  ];
}

/**
 * Runs initdb, which removes what it has created if it fails.
 * @throws EmbeddedPostgresError INITDB_FAILED
 */
export async function createCluster(
  serverDir: string,
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<void> {
  await ensurePassword(superuserPasswordFile(serverDir));
  const [initdb, ...args] = initdbCommand(serverDir, binaries, SUPERUSER, superuserPasswordFile(serverDir));
  try {
    await run(initdb!, args, { ...spawnOptions(account), cwd: serverDir, timeout: INITDB_TIMEOUT_MS });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const isNameless = stderr.includes('could not look up effective user ID');
    const advice = isNameless ? 'Give this user a name (a line in /etc/passwd).' : '';
    throw new EmbeddedPostgresError(
      'INITDB_FAILED',
      `PostgreSQL could not create its cluster: ${stderr.trim() || message} ${advice}`.trim(),
      { cause: error },
    );
  }
}

/** @throws EmbeddedPostgresError VERSION_MISMATCH if another major version of PostgreSQL created the cluster */
export async function checkVersion(serverDir: string, binaries: Binaries): Promise<void> {
  const version = (await readFile(join(clusterDir(serverDir), 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.major) return;
  throw new EmbeddedPostgresError(
    'VERSION_MISMATCH',
    `PostgreSQL ${version} created the cluster in ${serverDir}, and the embedded one is PostgreSQL ${binaries.major}: ` +
      `move the data with pg_dump and a server of version ${version}.`,
  );
}

/** The directory that PostgreSQL itself manages (PGDATA). */
export function clusterDir(serverDir: string): string {
  return join(serverDir, 'cluster');
}
