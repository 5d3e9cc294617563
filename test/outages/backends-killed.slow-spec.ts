import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { type HttpResponse, KeepAliveClient } from '../support/keep-alive-client.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses } from '../support/processes.js';

const KILLS = 40;
/** A slow machine gets nothing done between two kills: after so many in a row, one command is let through. */
const IN_A_ROW = 4;
const CLIENTS = 8;
const KILL_ALL = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'daybook'`;

let here: Installation;

afterAll(async () => {
  await killProcesses();
  await here.dataSource.destroy();
});

it('backends that are killed again and again cost refusals, and never an effect or the process', async () => {
  here = await createInstallation();
  const server = await here.start();
  const ids = await createActions(here.dataSource, here.company, 2_000);
  const killing = { isOver: false, approved: 0 };
  const clients = Array.from({ length: CLIENTS }, () => approveAll(server.url, ids, killing));
  const met = Promise.all(clients);
  for (let kill = 1; kill <= KILLS; kill++) {
    await here.dataSource.query(KILL_ALL);
    const goal = kill % IN_A_ROW === 0 ? killing.approved + 1 : 0;
    do await sleep(20 + 100 * Math.random());
    while (killing.approved < goal);
  }
  killing.isOver = true;

  const all = (await met).flat();
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['200', '503 service_unavailable after 2']));
  expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(2_000);
  await expectOneEffectEach();
  expect(await server.stop('SIGTERM')).toMatchObject({ code: 0 });
});

interface Killing {
  isOver: boolean;
  approved: number;
}

interface Met {
  kind: string;
  ms: number;
}

/** Approves one action after the other, each with a key and until it is told that it is done; between, it reads. */
async function approveAll(url: string, ids: string[], killing: Killing): Promise<Met[]> {
  const client = new KeepAliveClient(`${url}/api/companies/${here.company.id}/actions/`, here.headers);
  const met: Met[] = [];
  const untilDone = async (send: () => Promise<HttpResponse>): Promise<void> => {
    for (;;) {
      const since = performance.now();
      const answer = await send();
      // The one before it was answered 503, and is just being rolled back.
      if (answer.status === 409) continue;
      met.push({ kind: kindOf(answer), ms: performance.now() - since });
      if (answer.status === 200) return;
    }
  };
  for (let id = ids.pop(); id && !killing.isOver; id = ids.pop()) {
    const path = id;
    await untilDone(() => client.send('POST', `${path}/approve`, { 'Idempotency-Key': path }));
    killing.approved++;
    await untilDone(() => client.send('GET', path));
  }
  client.close();
  return met;
}

function kindOf({ status, headers, text }: HttpResponse): string {
  const { code } = JSON.parse(text) as { code?: string };
  return code === undefined ? String(status) : `${status} ${code} after ${String(headers['retry-after'])}`;
}

async function expectOneEffectEach(): Promise<void> {
  const [counts] = await here.dataSource.query<Record<string, number>[]>(`
    SELECT (SELECT count(*)::int FROM action WHERE status = 'processing') AS decided,
           (SELECT count(*)::int FROM approval_log) AS logged,
           (SELECT count(*)::int FROM idempotency_key) AS stored`);
  const { logged } = counts!;
  expect(counts).toEqual({ decided: logged, logged, stored: logged });
  expect(logged).toBeGreaterThan(CLIENTS);
}
