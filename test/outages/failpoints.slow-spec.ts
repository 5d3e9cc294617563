import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMAND_FAILPOINTS, type Failpoint } from '../../src/database/failpoints.js';
import { type HttpResponse, KeepAliveClient } from '../support/keep-alive-client.js';
import { violations } from '../support/invariants.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { killProcesses, runProgram, type Server } from '../support/processes.js';

/** A worker would pass the failpoints of transactions too, and change the approved actions. */
const API = ['api'];
const KILLS_EACH = 9;
/** Concurrent requests when the process is killed, each for another action. */
const APPROVALS = 4;

let installation: Installation;
/** Is never killed, and serves the retries on the same database at once. */
let otherServer: Server;
let ids: string[];
const acknowledged: string[] = [];

beforeAll(async () => {
  installation = await createInstallation();
  ids = await createActions(
    installation.dataSource,
    installation.company,
    COMMAND_FAILPOINTS.length * KILLS_EACH * APPROVALS,
  );
  otherServer = await installation.start({}, API);
});
afterAll(async () => {
  await killProcesses();
  await installation.dataSource.destroy();
});

it(`after each of ${COMMAND_FAILPOINTS.length * KILLS_EACH} kills around the commit, a command is stored completely or not at all`, async () => {
  const kills = Array.from({ length: KILLS_EACH }, (_, n) =>
    COMMAND_FAILPOINTS.map((point) => ({ point, pass: 1 + (n % 3) })),
  );
  const remaining = kills.flat();
  const killOneByOne = async (): Promise<void> => {
    for (let kill = remaining.pop(); kill; kill = remaining.pop()) await killAt(kill.point, kill.pass);
  };
  // Two at once: one process starts while another is killed.
  await Promise.all([killOneByOne(), killOneByOne()]);
  expect(acknowledged).toHaveLength(kills.flat().length * APPROVALS);
  const select = (sql: string, values: unknown[]) => installation.dataSource.query<object[]>(sql, values);
  expect(await violations(select, { acknowledged })).toEqual({});
}, 600_000);

async function killAt(point: Failpoint, pass: number): Promise<void> {
  const actionIds = ids.splice(0, APPROVALS);
  const name = `victim ${ids.length}`;
  const victim = await installation.start(
    {
      NODE_ENV: 'test',
      DAYBOOK_FAILPOINT: `${point}:${pass}`,
      DATABASE_URL: `${installation.databaseUrl}?application_name=${encodeURIComponent(name)}`,
    },
    API,
  );
  const responses = await Promise.all(actionIds.map((id) => approve(victim, id).catch(() => null)));
  expect((await victim.stop('SIGKILL')).code).toBe(null);
  const unanswered = actionIds.filter((_, n) => responses[n] === null);
  expect(responses.filter((response) => response && response.status !== 200)).toEqual([]);
  expect(unanswered).not.toEqual([]);

  await waitForBackendsToEnd(name);
  const approved = await findApproved(actionIds);
  // Every acknowledged approval is stored. An unanswered one is stored if the kill came after the commit, otherwise not.
  expect(approved).toEqual(expect.arrayContaining(actionIds.filter((id) => !unanswered.includes(id))));
  const approvedUnanswered = unanswered.filter((id) => approved.includes(id));
  const isConsistent =
    point === 'after-commit' ? approvedUnanswered.length > 0 : approvedUnanswered.length < unanswered.length;
  expect({ point, isConsistent }).toEqual({ point, isConsistent: true });

  for (const id of actionIds) {
    const response = await approve(otherServer, id);
    expect(response.status).toBe(200);
    const { status, approval_log } = JSON.parse(response.text) as { status: string; approval_log: object[] };
    expect({ status, logged: approval_log.length }).toEqual({ status: 'processing', logged: 1 });
    expect(response.headers['idempotency-replayed']).toBe(approved.includes(id) ? 'true' : undefined);
    acknowledged.push(id);
  }
}

/** Uses the id of the action as Idempotency-Key and as request id. */
async function approve({ url }: Server, id: string): Promise<HttpResponse> {
  const client = new KeepAliveClient(url, installation.headers);
  const path = `/api/companies/${installation.company.id}/actions/${id}/approve`;
  const once = { 'Idempotency-Key': id, 'X-Request-Id': id };
  return retryOn503(() => client.send('POST', path, once)).finally(() => client.close());
}

/** Waits until PostgreSQL has ended the backends of the killed process. */
async function waitForBackendsToEnd(name: string): Promise<void> {
  const backends = 'SELECT FROM pg_stat_activity WHERE application_name = $1';
  for (let poll = 1; (await installation.dataSource.query<object[]>(backends, [name])).length > 0; poll++) {
    expect(poll).toBeLessThan(1_000);
    await sleep(20);
  }
}

interface ActionState {
  id: string;
  status: string;
  logged: number;
  stored: number;
}

/** Finds the approved actions; fails if an approval is stored only in part. */
async function findApproved(actions: string[]): Promise<string[]> {
  const states = await installation.dataSource.query<ActionState[]>(
    `SELECT id, status, (SELECT count(*)::int FROM approval_log WHERE action_id = a.id) AS logged,
            (SELECT count(*)::int FROM idempotency_key WHERE key = a.id::text) AS stored
     FROM action a WHERE id = ANY ($1)`,
    [actions],
  );
  const approved = states.filter(({ status }) => status === 'processing');
  const proposed = states.filter(({ status }) => status === 'proposed');
  for (const { logged, stored } of approved) expect({ logged, stored }).toEqual({ logged: 1, stored: 1 });
  for (const { logged, stored } of proposed) expect({ logged, stored }).toEqual({ logged: 0, stored: 0 });
  expect(approved.length + proposed.length).toBe(actions.length);
  return approved.map(({ id }) => id);
}

it.each([{ NODE_ENV: 'production' }, {}])(
  'with %j, the server does not start with a failpoint',
  async (settings) => {
    const { stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
      ...settings,
      DATABASE_URL: installation.databaseUrl,
      DAYBOOK_FAILPOINT: 'before-log',
    } as Record<string, string>);
    expect(code).toBe(1);
    expect(stderr).toContain('DAYBOOK_FAILPOINT must be the name of a failpoint, and requires NODE_ENV=test');
  },
);
