import { chown, mkdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { publishDir, removeAbandoned, temporaryPath } from '../programs/atomic-dir.js';
import { ensurePassword, passwordFile } from './passwords.js';
import { EmbeddedPostgresError } from '../errors.js';
import { canWrite, userName, type ServerAccount } from '../programs/server-account.js';
import { rootStagingDir } from '../programs/staging.js';

/**
 * A server directory holds all files of one server, and belongs to the account that runs it:
 * `cluster` (PGDATA), the passwords, `server.log` and the lifeline pipe. It is `dataDir/postgres`, or what that links to.
 */

/**
 * Finds the server directory of dataDir. Undefined if there is none yet.
 * @throws EmbeddedPostgresError CLUSTER_MISSING, PERMISSION_DENIED
 */
export async function findServerDir(dataDir: string): Promise<string | undefined> {
  const entry = join(dataDir, 'postgres');
  let serverDir: string;
  try {
    serverDir = await realpath(entry);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const target = await readlink(entry).catch(() => undefined);
    if (target === undefined) return undefined;
    throw new EmbeddedPostgresError(
      'CLUSTER_MISSING',
      `${entry} is a link to ${target}, which is gone: restore it, or remove ${entry} to create a new cluster.`,
      { cause: error },
    );
  }
  const { uid } = await stat(serverDir);
  const ownUid = process.getuid?.();
  if (ownUid !== 0 && uid !== ownUid) {
    throw new EmbeddedPostgresError(
      'PERMISSION_DENIED',
      `The cluster in ${serverDir} belongs to the user ${await userName(uid)}: run as that user.`,
    );
  }
  return serverDir;
}

/**
 * Creates the server directory of dataDir; `fill` creates the cluster in it. Other processes see it complete or not at all.
 * If another process creates it first, returns that one.
 */
export async function createServerDir(
  dataDir: string,
  name: string,
  account: ServerAccount | undefined,
  fill: (serverDir: string) => Promise<void>,
): Promise<string> {
  const entry = join(dataDir, 'postgres');
  await removeAbandoned(entry);
  let temporary = await makeServerDir(temporaryPath(entry), account);
  const isUnreachable = !(await canWrite(account, temporary));
  if (isUnreachable) {
    await rm(temporary, { recursive: true });
    temporary = await makeServerDir(await stagedPath(name), account);
  }
  try {
    await fill(temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await (isUnreachable ? publishStaged(temporary, name, entry) : publishDir(temporary, entry));
  return realpath(entry);
}

async function makeServerDir(path: string, account: ServerAccount | undefined): Promise<string> {
  await mkdir(path, { mode: 0o700 });
  await initServerDir(path, account);
  return path;
}

/** Hands the directory over to the account, and writes a random password. */
export async function initServerDir(path: string, account: ServerAccount | undefined): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
  await ensurePassword(passwordFile(path));
}

async function stagedPath(name: string): Promise<string> {
  const staging = rootStagingDir(name);
  await mkdir(staging, { recursive: true, mode: 0o755 });
  await removeAbandoned(join(staging, 'cluster'));
  return temporaryPath(join(staging, 'cluster'));
}

/** The random name ensures that a dataDir that is created again does not get the cluster of the removed one. */
async function publishStaged(temporary: string, name: string, entry: string): Promise<void> {
  const path = join(rootStagingDir(name), `cluster-${randomBytes(8).toString('hex')}`);
  await publishDir(temporary, path);
  await symlink(path, entry).catch(async (error: NodeJS.ErrnoException) => {
    await rm(path, { recursive: true });
    if (error.code !== 'EEXIST') throw error;
  });
}
