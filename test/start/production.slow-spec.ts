import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses, type ProcessResult, startServer, startWorker } from '../support/processes.js';

let installation: Installation;

beforeAll(async () => void (installation = await createInstallation()));
afterAll(async () => {
  await killProcesses();
  await installation.dataSource.destroy();
});

const settings = () => ({
  NODE_ENV: 'production',
  DELIVERY: 'external',
  DATABASE_URL: installation.databaseUrl,
});

/** The lines of stdout, each of which must be a JSON object. */
const linesOf = ({ stdout }: ProcessResult): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('H18: in production, stdout carries only JSON lines, the first of which has the URLs', async () => {
  const server = await startServer({ ...settings(), METRICS_PORT: '0' });
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  const lines = linesOf(await server.stop('SIGTERM'));
  expect(lines[0]).toMatchObject({
    level: 'info',
    url: server.url,
    docs_url: `${server.url}/api/docs`,
    metrics_url: expect.stringMatching(/^http:.*\/metrics$/),
    msg: 'API started',
  });
  expect(lines.at(-1)).toMatchObject({ route: '/health/ready', msg: 'request' });
});

it('H18: in production, the worker writes only JSON lines', async () => {
  const worker = await startWorker(settings());
  expect(linesOf(await worker.stop('SIGTERM'))).toEqual([
    { level: 'info', time: expect.any(String), delivery: 'external', msg: 'worker started' },
  ]);
});

it('H6: in production, a variable whose name resembles one of ours is logged as a warning, without its value', async () => {
  const worker = await startWorker({ ...settings(), RATE_LIMIT_PER_MINUTES: 'secret', LANGUAGE: 'de' });
  const { stdout } = await worker.stop('SIGTERM');
  const warnings = linesOf({ stdout } as ProcessResult).filter(({ level }) => level === 'warn');
  expect(warnings).toEqual([
    expect.objectContaining({ name: 'RATE_LIMIT_PER_MINUTES', meant: 'RATE_LIMIT_PER_MINUTE' }),
  ]);
  expect(stdout).not.toContain('secret');
});
