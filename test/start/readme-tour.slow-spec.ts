import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { aFolder, removeFolders } from '../support/folders.js';
import { killProcesses, runProgram, startServer } from '../support/processes.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

/** What a reader of the tour pastes into a terminal, block after block. */
async function tour(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [section] = /^## A tour with curl\n[^]*?(?=^## )/m.exec(readme)!;
  return Array.from(section.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block]) => block).join('\n');
}

it('every line of the README’s tour does what it says: only what is meant to be refused is', async () => {
  const here = { DATA_DIR: join(await aFolder(), 'data') };
  const server = await startServer(here);
  const { stdout, stderr, code } = await runProgram('bash', ['-e', '-c', await tour()], here);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const answers = stdout.split('\n').filter((line) => line.startsWith('{'));
  const refusals = answers.flatMap((line) => {
    const { code: problem } = JSON.parse(line) as { code?: string };
    return problem ? [problem] : [];
  });
  expect(refusals).toEqual(['invalid_state', 'invalid', 'dedupe_mismatch', 'permission_denied', 'invalid']);
  expect(answers.length).toBeGreaterThanOrEqual(28);
  await server.stop('SIGTERM');
});
