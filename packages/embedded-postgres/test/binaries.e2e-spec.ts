import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries, prepareBinaries } from '../src/programs/binaries.js';
import { BINARIES_PACKAGE, copyInstallation } from './support/installation.js';
import { createTempDir, removeTempDirs, testName } from './support/temp-dirs.js';
import { isRoot, otherUser } from './support/users.js';

const run = promisify(execFile);

let installation: string;

beforeAll(async () => {
  installation = await copyInstallation();
});
afterAll(removeTempDirs);

/** The package as npm unpacks it with install scripts disabled. */
async function copyWithoutSymlinks(dir: string): Promise<string> {
  const list = await readFile(join(BINARIES_PACKAGE, 'native/pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { target: string }[];
  const copy = join(dir, 'package');
  await cp(BINARIES_PACKAGE, copy, { recursive: true, verbatimSymlinks: true });
  for (const { target } of links) await rm(join(copy, target), { force: true });
  return copy;
}

describe('the PostgreSQL programs', () => {
  it('run where npm has installed them', async () => {
    const { postgres, major } = await findBinaries(testName, undefined);
    expect((await run(postgres, ['--version'])).stdout).toContain(`PostgreSQL) ${major}.`);
  });

  it('get their symlinks restored if install scripts were disabled', async () => {
    const copy = await copyWithoutSymlinks(await createTempDir());
    await expect(run(join(copy, 'native/bin/postgres'), ['--version'])).rejects.toThrow('Command failed');
    const { postgres } = await prepareBinaries(copy, testName, undefined);
    expect(postgres).toBe(join(copy, 'native/bin/postgres'));
    await run(postgres, ['--version']);
  });

  it('are copied, once, if their package is read-only', async () => {
    const dir = await createTempDir();
    const copy = await copyWithoutSymlinks(dir);
    const HOME = join(dir, 'home');
    await mkdir(HOME);
    if (isRoot) await chown(HOME, otherUser.uid, otherUser.gid);
    else await chmod(join(copy, 'native', 'lib'), 0o555);

    const module = join(installation, 'packages/embedded-postgres/dist/programs/binaries.js');
    const script = `
      const [, module, packageDir, name] = process.argv;
      import(module).then(m => m.prepareBinaries(packageDir, name)).then(b => console.log(b.postgres))`;
    const options = { ...(isRoot ? otherUser : {}), env: { ...process.env, HOME }, cwd: dir };
    const prepare = () => run(process.execPath, ['-e', script, module, copy, testName], options);
    const { stdout } = await prepare();
    expect(stdout).toContain(join(HOME, '.cache', testName, 'postgresql-'));
    expect((await prepare()).stdout).toBe(stdout);
    await run(stdout.trim(), ['--version']);
    await chmod(join(copy, 'native', 'lib'), 0o755);
  });
});
