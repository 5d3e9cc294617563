import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A user of this machine. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account PostgreSQL has to run as, or undefined where it is our own.
 * Only root changes: to the owner of the data that exist already, or else to `postgres`, or else to `nobody`.
 * @throws where root finds none of them.
 */
export async function serverAccount(home: string | undefined): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = home && (await stat(home));
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (account) return account;
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody": ' +
      'run Daybook as a normal user, or set DATABASE_URL.',
  );
}

/** Child process options: the account, and nothing of our environment (PGPORT, LANG) that PostgreSQL would read. */
export function runAs(account: Account | undefined) {
  return { ...account, env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' } };
}

/** Whether the account can work in this folder: every folder above it counts too. */
export async function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd -- "$1" && [ -w . ]', 'sh', folder], runAs(account)).then(
    () => true,
    () => false,
  );
}

/** The name of a user, for messages. */
export async function userName(uid: number): Promise<string> {
  return run('id', ['-un', String(uid)]).then(
    ({ stdout }) => `"${stdout.trim()}"`,
    () => `number ${uid}`,
  );
}

async function lookUp(name: string): Promise<Account | undefined> {
  const id = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return undefined;
  }
}
