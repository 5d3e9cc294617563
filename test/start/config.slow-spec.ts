import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { killProcesses, runProgram } from '../support/processes.js';
import { aFolder, removeFolders } from '../support/folders.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

it.concurrent.each([
  ['PORT', '65536', 'must be a port number from 0 (any free port) to 65535'],
  ['DATABASE_URL', 'mysql://127.0.0.1/daybook', 'must be a postgres:// URL'],
  ['DATABASE_POOL_SIZE', '0', 'must be a number of connections from 1 to 1000'],
])(
  'an invalid %s stops the start before any side effect, with an error that states the allowed values',
  async (...row) => {
    const [name, value, allowed] = row;
    const DATA_DIR = join(await aFolder(), 'data');
    const { stdout, stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
      DATA_DIR,
      [name]: value,
    });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr.split('\n')).toEqual([
      'Daybook cannot start.',
      expect.stringMatching(new RegExp(`^${name} ${allowed.replace(/[()]/g, '\\$&')}`)),
      '',
    ]);
    expect(existsSync(DATA_DIR)).toBe(false);
  },
);

it.concurrent.each([
  ['the API and the worker', ['dist/main.js']],
  ['the worker', ['dist/main.js', 'worker']],
  ['npm run migrate', ['dist/cli/main.js', 'migrate']],
  ['the command line', ['dist/cli/main.js', 'company', 'list']],
])('H6: in production without DATABASE_URL, %s does not start and names the misspelling', async (_, args) => {
  const DATA_DIR = join(await aFolder(), 'data');
  const settings = { NODE_ENV: 'production', DATABSE_URL: 'postgres://daybook:secret@db/daybook', DATA_DIR };
  const { stdout, stderr, code } = await runProgram(process.execPath, args, settings);
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr).toMatch(
    /^(Daybook cannot start\.\n)?DATABASE_URL must be set if NODE_ENV is production: .*\n$/,
  );
  expect(stderr).toContain('Is DATABSE_URL meant to be DATABASE_URL?');
  expect(stderr).not.toContain('secret');
  expect(existsSync(DATA_DIR)).toBe(false);
});
