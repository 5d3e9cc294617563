import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createInstallation, type Installation } from '../support/installation.js';
import { createActions } from '../support/create-actions.js';
import { killProcesses, runProgram, startServer, startWorker } from '../support/processes.js';

let installation: Installation;

beforeAll(async () => void (installation = await createInstallation()));
afterAll(async () => {
  await killProcesses();
  await installation.dataSource.destroy();
});

const settings = () => ({ DATABASE_URL: installation.databaseUrl, SWEEP_SECONDS: '1' });

/** Creates an expired action that no sweep has cancelled yet. */
async function createExpired(): Promise<string> {
  const { dataSource, company } = installation;
  const [id] = await createActions(dataSource, company, 1);
  await dataSource.query('UPDATE action SET expires_at = now() WHERE id = $1', [id]);
  return id!;
}

async function statusOf(id: string): Promise<string> {
  const rows = await installation.dataSource.query<{ status: string }[]>(
    'SELECT status FROM action WHERE id = $1',
    [id],
  );
  return rows[0]!.status;
}

async function expectSwept(id: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; (await statusOf(id)) === 'proposed'; await sleep(50))
    if (Date.now() > deadline) break;
  expect(await statusOf(id)).toBe('cancelled');
}

describe('main.js', () => {
  it('without a role serves the API and sweeps', async () => {
    const id = await createExpired();
    const both = await startServer(settings());
    expect((await fetch(`${both.url}/health/ready`)).status).toBe(200);
    await expectSwept(id);
    expect((await both.stop('SIGTERM')).code).toBe(0);
  });

  it('as api serves and leaves sweeping to a worker, which sweeps without serving', async () => {
    const id = await createExpired();
    const api = await startServer(settings(), ['api']);
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
    // Longer than two periods of the sweep.
    await sleep(2_500);
    expect(await statusOf(id)).toBe('proposed');
    const worker = await startWorker(settings());
    await expectSwept(id);
    expect(worker.welcome).not.toContain('http');
    expect((await worker.stop('SIGTERM')).code).toBe(0);
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
    expect((await api.stop('SIGTERM')).code).toBe(0);
  });

  it('refuses an unknown role', async () => {
    const { stdout, stderr, code } = await runProgram(
      process.execPath,
      ['dist/main.js', 'sweeper'],
      settings(),
    );
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toBe('Daybook cannot start.\nThe role must be one of api, worker; it is "sweeper".\n');
  });
});
