import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { killProcesses, startServer } from '../support/processes.js';
import { aFolder, embeddedPid, removeFolders } from '../support/folders.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

it('the API stops with a message if the embedded PostgreSQL is killed, and the next start starts both', async () => {
  const settings = { DATA_DIR: join(await aFolder(), 'data') };
  const first = await startServer(settings);
  process.kill((await embeddedPid(settings.DATA_DIR))!, 'SIGKILL');
  const { code, stderr } = await first.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('The embedded PostgreSQL has stopped unexpectedly');

  const second = await startServer(settings);
  expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
  expect((await second.stop('SIGTERM')).code).toBe(0);
});
