import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { aFolder, removeFolders } from '../support/folders.js';
import { runProgram } from '../support/processes.js';

afterAll(removeFolders);

it('if the embedded PostgreSQL cannot start, the API says why and names the alternative', async () => {
  const DATA_DIR = join(await aFolder(), 'data');
  await mkdir(DATA_DIR);
  await symlink('/nonexistent', join(DATA_DIR, 'postgres'));
  const { stdout, stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
    DATA_DIR,
    PORT: '0',
  });
  expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  expect(stderr).toMatch(/^Daybook cannot start\.\n.* which is gone: .*\nOr set DATABASE_URL to use .*\.\n$/);
});
