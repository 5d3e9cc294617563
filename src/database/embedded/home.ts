import { chown, mkdir, mkdtemp, open, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, userName, type Account } from './account.js';
import { ROOTS_FOLDER } from './staging.js';
import { publish, sweep, unfinished } from './unfinished.js';

/**
 * A home is the folder of one server, and belongs to the account that runs it:
 * `cluster` (PostgreSQL's own), `password`, `server.log` and the lifeline.
 */

/**
 * The home of the data in dataDir, or undefined where there are none yet.
 * @throws where they are gone, or another user's.
 */
export async function findHome(dataDir: string): Promise<string | undefined> {
  const entry = join(dataDir, 'postgres');
  let home: string;
  try {
    home = await realpath(entry);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const lost = await readlink(entry).catch(() => undefined);
    if (lost === undefined) return undefined;
    throw new Error(
      `${entry} leads to ${lost}, which is gone: restore it, or remove ${entry} to begin afresh.`,
      { cause: error },
    );
  }
  const { uid } = await stat(home);
  const us = process.getuid?.();
  if (us !== 0 && uid !== us) {
    throw new Error(
      `The data in ${home} belong to the user ${await userName(uid)}: run Daybook as that user, or set DATABASE_URL.`,
    );
  }
  return home;
}

/**
 * Makes the home of dataDir, all of it or nothing; `fill` puts the cluster in.
 * Where another process was first, the answer is its home.
 */
export async function createHome(
  dataDir: string,
  account: Account | undefined,
  fill: (home: string) => Promise<void>,
): Promise<string> {
  const entry = join(dataDir, 'postgres');
  await sweep(entry);
  let home = await makeFolder(unfinished(entry), account);
  const isOutside = !(await canEnter(account, home));
  if (isOutside) {
    await rm(home, { recursive: true });
    await mkdir(ROOTS_FOLDER, { recursive: true, mode: 0o755 });
    await sweep(join(ROOTS_FOLDER, 'cluster'));
    home = await makeFolder(unfinished(join(ROOTS_FOLDER, 'cluster')), account);
  }
  try {
    await fill(home);
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
  await (isOutside ? linkTo(home, entry) : publish(home, entry));
  return realpath(entry);
}

/** A home for a throw-away server, in the machine's folder for temporary files. */
export async function createTemporaryHome(account: Account | undefined): Promise<string> {
  for (const folder of [tmpdir(), '/tmp']) {
    const home = await mkdtemp(join(await realpath(folder), 'daybook-'));
    await giveAway(home, account);
    if (await canEnter(account, home)) return home;
    await rm(home, { recursive: true });
  }
  throw new Error('The account that runs PostgreSQL cannot enter the folder for temporary files.');
}

async function makeFolder(path: string, account: Account | undefined): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  await giveAway(path, account);
  return path;
}

async function giveAway(path: string, account: Account | undefined): Promise<void> {
  await writePassword(path, account);
  if (account) await chown(path, account.uid, account.gid);
}

async function writePassword(home: string, account: Account | undefined): Promise<void> {
  const file = await open(join(home, 'password'), 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(24).toString('base64url'));
    if (account) await file.chown(account.uid, account.gid);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The random name means that a data folder made anew never meets an old cluster. */
async function linkTo(home: string, entry: string): Promise<void> {
  const settled = join(ROOTS_FOLDER, `cluster-${randomBytes(8).toString('hex')}`);
  await publish(home, settled);
  await symlink(settled, entry).catch(async (error: NodeJS.ErrnoException) => {
    await rm(settled, { recursive: true });
    if (error.code !== 'EEXIST') throw error;
  });
}
