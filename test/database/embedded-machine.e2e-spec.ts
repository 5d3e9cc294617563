import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries, usableBinaries } from '../../src/database/embedded/binaries.js';
import { ROOTS_FOLDER } from '../../src/database/embedded/staging.js';
import {
  aChild,
  aFolder,
  aProject,
  endChildren,
  removeFolders,
  isRoot,
  PLATFORM_PACKAGE,
  query,
} from './embedded-support.js';

const run = promisify(execFile);
const describeForRoot = isRoot ? describe : describe.skip;
const describeForOthers = isRoot ? describe.skip : describe;

/** Every machine has this user, and PostgreSQL is never run as it. */
const stranger = isRoot ? await idsOf('daemon') : { uid: 0, gid: 0 };
const nameless = { uid: 54_321, gid: 54_321 };

/** Where anybody can run it; process.cwd() may be closed to them. */
let project: string;

beforeAll(async () => {
  project = await aProject();
});
afterEach(endChildren);
afterAll(removeFolders);

describeForRoot('the embedded PostgreSQL and the users of the machine (only root can try this)', () => {
  it('runs for root in a folder that is closed to all others', async () => {
    const wasThere = existsSync(ROOTS_FOLDER) ? await readdir(ROOTS_FOLDER) : [];
    await chmod(project, 0o700);
    const folder = await aFolder();
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'data');

    const first = await aChild(dataDir, { project });
    await query(first.url, 'CREATE TABLE t AS SELECT 42 AS n; CREATE EXTENSION pg_trgm');
    await first.release();
    const second = await aChild(dataDir, { project });
    expect(await query(second.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    await second.release();

    const home = await realpath(join(dataDir, 'postgres'));
    expect(home.startsWith(ROOTS_FOLDER)).toBe(true);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    for (const name of (await readdir(ROOTS_FOLDER)).filter((one) => one.startsWith('postgresql-'))) {
      const programs = await stat(join(ROOTS_FOLDER, name, 'native', 'bin'));
      expect([programs.uid, programs.mode & 0o777]).toEqual([0, 0o755]);
      if (!wasThere.includes(name)) await rm(join(ROOTS_FOLDER, name), { recursive: true });
    }
    await chmod(project, 0o755);

    await rm(home, { recursive: true });
    expect((await aChild(dataDir)).error).toContain('which is gone');
  });

  it('makes a new cluster where the data folder was removed', async () => {
    const folder = await aFolder();
    await chmod(folder, 0o700);
    const homes: string[] = [];
    for (let round = 0; round < 2; round++) {
      await (await aChild(join(folder, 'data'))).release();
      homes.push(await realpath(join(folder, 'data', 'postgres')));
      await rm(join(folder, 'data'), { recursive: true });
    }
    expect(homes[0]).not.toBe(homes[1]);
    for (const home of homes) await rm(home, { recursive: true });
  });

  it('runs for a normal user, and root attaches to that', async () => {
    const dataDir = join(await aFolder(stranger), 'data');
    const options = { project, cwd: project, ...stranger };
    const user = await aChild(dataDir, options);
    await query(user.url, 'CREATE TABLE t AS SELECT 42 AS n');
    const root = await aChild(dataDir);
    expect(root.url).toBe(user.url);
    await user.release();
    await root.release();

    const rootAgain = await aChild(dataDir);
    expect(await query(rootAgain.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    const userAgain = await aChild(dataDir, options);
    expect(userAgain.url).toBe(rootAgain.url);
    await userAgain.release();
    await rootAgain.release();
    const home = join(dataDir, 'postgres');
    for (const name of await readdir(home)) expect((await lstat(join(home, name))).uid).toBe(stranger.uid);
  });

  it('tells a user whose the data are', async () => {
    const folder = await aFolder();
    const options = { project, cwd: project, ...stranger };
    expect((await aChild(join(folder, 'data'), options)).error).toMatch(/may not use .*data.* \(EACCES\)/);
    await (await aChild(join(folder, 'data'))).release();
    expect((await aChild(join(folder, 'data'), options)).error).toMatch(
      /belong to the user "(postgres|nobody)"/,
    );
  });

  it('tells a user without a name to get one', async () => {
    const folder = await aFolder(nameless);
    const { error } = await aChild(join(folder, 'data'), { project, cwd: project, ...nameless });
    expect(error).toContain('Give this user a name');
    expect(await readdir(join(folder, 'data'))).toEqual([]);
  });
});

describeForOthers('the embedded PostgreSQL of a normal user (root has tests of its own)', () => {
  it('runs', async () => {
    const child = await aChild(join(await aFolder(), 'data'), { project });
    expect(await query(child.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await child.release();
  });
});

describe('the programs', () => {
  const aPackageWithoutLinks = async (folder: string) => {
    const list = await readFile(join(PLATFORM_PACKAGE, 'native/pg-symlinks.json'), 'utf8');
    const links = JSON.parse(list) as { target: string }[];
    const copy = join(folder, 'package');
    await cp(PLATFORM_PACKAGE, copy, { recursive: true, verbatimSymlinks: true });
    for (const { target } of links) await rm(join(copy, target), { force: true });
    return copy;
  };

  it('run where they were installed', async () => {
    const { postgres, major } = await findBinaries(undefined);
    expect((await run(postgres, ['--version'])).stdout).toContain(`PostgreSQL) ${major}.`);
  });

  it('get back the symlinks which npm could not hold', async () => {
    const copy = await aPackageWithoutLinks(await aFolder());
    await expect(run(join(copy, 'native/bin/postgres'), ['--version'])).rejects.toThrow('Command failed');
    const { postgres } = await usableBinaries(copy, undefined);
    expect(postgres).toBe(join(copy, 'native/bin/postgres'));
    await run(postgres, ['--version']);
  });

  it('are copied where the package may not be changed', async () => {
    const folder = await aFolder();
    const copy = await aPackageWithoutLinks(folder);
    await mkdir(join(folder, 'home'));
    const user = isRoot ? stranger : {};
    if (isRoot) await chown(join(folder, 'home'), stranger.uid, stranger.gid);
    else await chmod(join(copy, 'native', 'lib'), 0o555);

    const module = join(project, 'dist/database/embedded/binaries.js');
    const script = `import(process.argv[1]).then(m => m.usableBinaries(process.argv[2])).then(b => console.log(b.postgres))`;
    const env = { ...process.env, HOME: join(folder, 'home') };
    const find = () => run(process.execPath, ['-e', script, module, copy], { ...user, env, cwd: folder });
    const { stdout } = await find();
    expect(stdout).toContain(join(folder, 'home', '.cache', 'daybook', 'postgresql-'));
    expect((await find()).stdout).toBe(stdout);
    await run(stdout.trim(), ['--version']);
    await chmod(join(copy, 'native', 'lib'), 0o755);
  });
});

async function idsOf(name: string) {
  const id = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
