import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { type HttpResponse, KeepAliveClient } from '../support/keep-alive-client.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses } from '../support/processes.js';

const KILLS = 40;
/** After this many kills, the test waits for a command to succeed: on a slow machine none may succeed between two kills. */
const KILLS_PER_COMMAND = 4;
const CLIENTS = 8;
const KILL_ALL = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'daybook'`;

let installation: Installation;

afterAll(async () => {
  await killProcesses();
  await installation.dataSource.destroy();
});

it('killed backends cause 503 responses, but no lost or repeated command, and the server survives', async () => {
  installation = await createInstallation();
  const server = await installation.start();
  const ids = await createActions(installation.dataSource, installation.company, 2_000);
  const progress = { isOver: false, approved: 0 };
  const clients = Array.from({ length: CLIENTS }, () => approveAll(server.url, ids, progress));
  const finished = Promise.all(clients);
  for (let kill = 1; kill <= KILLS; kill++) {
    await installation.dataSource.query(KILL_ALL);
    const goal = kill % KILLS_PER_COMMAND === 0 ? progress.approved + 1 : 0;
    do await sleep(20 + 100 * Math.random());
    while (progress.approved < goal);
  }
  progress.isOver = true;

  const outcomes = (await finished).flat();
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(
    new Set(['200', '503 service_unavailable after 2']),
  );
  expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(2_000);
  await expectOneEffectEach();
  expect(await server.stop('SIGTERM')).toMatchObject({ code: 0 });
});

interface Progress {
  isOver: boolean;
  approved: number;
}

interface Outcome {
  kind: string;
  ms: number;
}

/** Approves one action after the other, with an Idempotency-Key and retries until it succeeds, and reads each afterwards. */
async function approveAll(url: string, ids: string[], progress: Progress): Promise<Outcome[]> {
  const client = new KeepAliveClient(
    `${url}/api/companies/${installation.company.id}/actions/`,
    installation.headers,
  );
  const outcomes: Outcome[] = [];
  const retryUntilDone = async (send: () => Promise<HttpResponse>): Promise<void> => {
    for (;;) {
      const startedAt = performance.now();
      const response = await send();
      // An earlier attempt got a 503 and is still being rolled back.
      if (response.status === 409) continue;
      outcomes.push({ kind: kindOf(response), ms: performance.now() - startedAt });
      if (response.status === 200) return;
    }
  };
  for (let id = ids.pop(); id && !progress.isOver; id = ids.pop()) {
    const path = id;
    await retryUntilDone(() => client.send('POST', `${path}/approve`, { 'Idempotency-Key': path }));
    progress.approved++;
    await retryUntilDone(() => client.send('GET', path));
  }
  client.close();
  return outcomes;
}

function kindOf({ status, headers, text }: HttpResponse): string {
  const { code } = JSON.parse(text) as { code?: string };
  return code === undefined ? String(status) : `${status} ${code} after ${String(headers['retry-after'])}`;
}

async function expectOneEffectEach(): Promise<void> {
  const [counts] = await installation.dataSource.query<Record<string, number>[]>(`
    SELECT (SELECT count(*)::int FROM action WHERE status = 'processing') AS decided,
           (SELECT count(*)::int FROM approval_log) AS logged,
           (SELECT count(*)::int FROM idempotency_key) AS stored`);
  const { logged } = counts!;
  expect(counts).toEqual({ decided: logged, logged, stored: logged });
  expect(logged).toBeGreaterThan(CLIENTS);
}
