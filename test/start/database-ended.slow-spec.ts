import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { killProcesses, startServer } from '../support/processes.js';
import { aFolder, embeddedPid, removeFolders } from '../support/folders.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

it('where the embedded PostgreSQL is killed, the API says so and ends; the next start brings both back', async () => {
  const here = { DATA_DIR: join(await aFolder(), 'data') };
  const first = await startServer(here);
  process.kill((await embeddedPid(here.DATA_DIR))!, 'SIGKILL');
  const { code, stderr } = await first.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('The embedded PostgreSQL has ended by itself');

  const again = await startServer(here);
  expect((await fetch(`${again.url}/health/ready`)).status).toBe(200);
  expect((await again.stop('SIGTERM')).code).toBe(0);
});
