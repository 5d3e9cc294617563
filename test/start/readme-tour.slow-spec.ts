import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { aFolder, removeFolders } from '../support/folders.js';
import { killProcesses, runProgram, startServer } from '../support/processes.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

/** All shell blocks of the README's tour, in order. */
async function tour(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [section] = /^## A tour with curl\n[^]*?(?=^## )/m.exec(readme)!;
  return Array.from(section.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block]) => block).join('\n');
}

it('every command of the README’s tour succeeds, except those that demonstrate an error', async () => {
  const settings = { DATA_DIR: join(await aFolder(), 'data') };
  const server = await startServer(settings);
  const { stdout, stderr, code } = await runProgram('bash', ['-e', '-c', await tour()], settings);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const responses = stdout.split('\n').filter((line) => line.startsWith('{'));
  const problems = responses.flatMap((line) => {
    const { code: problem } = JSON.parse(line) as { code?: string };
    return problem ? [problem] : [];
  });
  expect(problems).toEqual(['invalid_state', 'invalid', 'dedupe_mismatch', 'permission_denied', 'invalid']);
  expect(responses.length).toBeGreaterThanOrEqual(28);
  await server.stop('SIGTERM');
});
