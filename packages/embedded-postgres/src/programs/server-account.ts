import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from '../errors.js';

const run = promisify(execFile);

/** The operating system user that runs the server, if that is not the user of this process. */
export interface ServerAccount {
  uid: number;
  gid: number;
}

/**
 * Finds a user for the server, because PostgreSQL refuses to run as root: the owner of an existing server directory,
 * else `postgres`, else `nobody`. Undefined if this process does not run as root; the server then runs as the same user.
 * @throws EmbeddedPostgresError NO_SERVER_ACCOUNT
 */
export async function findServerAccount(serverDir: string | undefined): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = serverDir && (await stat(serverDir));
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (account) return account;
  throw new EmbeddedPostgresError(
    'NO_SERVER_ACCOUNT',
    'PostgreSQL refuses to run as root, and this machine has no user "postgres" or "nobody": run as a normal user.',
  );
}

/** Options for child processes: PostgreSQL must not see our environment, because it reads PGPORT, LANG and others. */
export function spawnOptions(account: ServerAccount | undefined) {
  return { ...account, env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' } };
}

/** Whether the account can enter and write a directory. Tried as that account, because every parent directory counts. */
export async function canWrite(account: ServerAccount | undefined, dir: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd -- "$1" && [ -w . ]', 'sh', dir], spawnOptions(account)).then(
    () => true,
    () => false,
  );
}

/** A user's name in quotes, or its number if it has no name; for messages. */
export async function userName(uid: number): Promise<string> {
  return run('id', ['-un', String(uid)]).then(
    ({ stdout }) => `"${stdout.trim()}"`,
    () => `number ${uid}`,
  );
}

async function lookUp(name: string): Promise<ServerAccount | undefined> {
  const id = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return undefined;
  }
}
