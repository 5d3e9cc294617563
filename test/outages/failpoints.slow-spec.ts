import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Failpoint, FAILPOINTS } from '../../src/database/failpoints.js';
import { type HttpResponse, KeepAliveClient } from '../support/keep-alive-client.js';
import { violations } from '../support/invariants.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { killProcesses, runProgram, type Server } from '../support/processes.js';

const KILLS_EACH = 9;
/** Requests under way at once when the process is killed, each on an action of its own. */
const APPROVALS = 4;

let here: Installation;
/** Never killed: the same database serves the retries at once. */
let survivor: Server;
let ids: string[];
const acknowledged: string[] = [];

beforeAll(async () => {
  here = await createInstallation();
  ids = await createActions(here.dataSource, here.company, FAILPOINTS.length * KILLS_EACH * APPROVALS);
  survivor = await here.start();
});
afterAll(async () => {
  await killProcesses();
  await here.dataSource.destroy();
});

it(`after ${FAILPOINTS.length * KILLS_EACH} kills around the commit, all of a command is there or nothing`, async () => {
  const kills = Array.from({ length: KILLS_EACH }, (_, n) =>
    FAILPOINTS.map((point) => ({ point, pass: 1 + (n % 3) })),
  );
  const left = kills.flat();
  const killOneByOne = async (): Promise<void> => {
    for (let kill = left.pop(); kill; kill = left.pop()) await killAt(kill.point, kill.pass);
  };
  // One starts while the other is killed.
  await Promise.all([killOneByOne(), killOneByOne()]);
  expect(acknowledged).toHaveLength(kills.flat().length * APPROVALS);
  const select = (sql: string, values: unknown[]) => here.dataSource.query<object[]>(sql, values);
  expect(await violations(select, { acknowledged })).toEqual({});
}, 600_000);

async function killAt(point: Failpoint, pass: number): Promise<void> {
  const mine = ids.splice(0, APPROVALS);
  const name = `victim ${ids.length}`;
  const victim = await here.start({
    NODE_ENV: 'test',
    DAYBOOK_FAILPOINT: `${point}:${pass}`,
    DATABASE_URL: `${here.databaseUrl}?application_name=${encodeURIComponent(name)}`,
  });
  const answers = await Promise.all(mine.map((id) => approve(victim, id).catch(() => null)));
  expect((await victim.stop('SIGKILL')).code).toBe(null);
  const unanswered = mine.filter((_, n) => answers[n] === null);
  expect(answers.filter((answer) => answer && answer.status !== 200)).toEqual([]);
  expect(unanswered).not.toEqual([]);

  await backendsGone(name);
  const done = await whatIsDone(mine);
  // Whoever was told yes is right; of the others, the one that met its failpoint tells before or after.
  expect(done).toEqual(expect.arrayContaining(mine.filter((id) => !unanswered.includes(id))));
  const unheard = unanswered.filter((id) => done.includes(id));
  const fits = point === 'after-commit' ? unheard.length > 0 : unheard.length < unanswered.length;
  expect({ point, fits }).toEqual({ point, fits: true });

  for (const id of mine) {
    const answer = await approve(survivor, id);
    expect(answer.status).toBe(200);
    const { status, approval_log } = JSON.parse(answer.text) as { status: string; approval_log: object[] };
    expect({ status, logged: approval_log.length }).toEqual({ status: 'processing', logged: 1 });
    expect(answer.headers['idempotency-replayed']).toBe(done.includes(id) ? 'true' : undefined);
    acknowledged.push(id);
  }
}

/** With the action's id for a key, and for a request id. */
async function approve({ url }: Server, id: string): Promise<HttpResponse> {
  const client = new KeepAliveClient(url, here.headers);
  const path = `/api/companies/${here.company.id}/actions/${id}/approve`;
  const once = { 'Idempotency-Key': id, 'X-Request-Id': id };
  return retryOn503(() => client.send('POST', path, once)).finally(() => client.close());
}

/** The database may still be doing what the dead process had sent. */
async function backendsGone(name: string): Promise<void> {
  const backends = 'SELECT FROM pg_stat_activity WHERE application_name = $1';
  for (let look = 1; (await here.dataSource.query<object[]>(backends, [name])).length > 0; look++) {
    expect(look).toBeLessThan(1_000);
    await sleep(20);
  }
}

interface Traces {
  id: string;
  status: string;
  logged: number;
  stored: number;
}

/** The actions that were approved; fails where only a part of that is there. */
async function whatIsDone(actions: string[]): Promise<string[]> {
  const traces = await here.dataSource.query<Traces[]>(
    `SELECT id, status, (SELECT count(*)::int FROM approval_log WHERE action_id = a.id) AS logged,
            (SELECT count(*)::int FROM idempotency_key WHERE key = a.id::text) AS stored
     FROM action a WHERE id = ANY ($1)`,
    [actions],
  );
  const done = traces.filter(({ status }) => status === 'processing');
  const absent = traces.filter(({ status }) => status === 'proposed');
  for (const { logged, stored } of done) expect({ logged, stored }).toEqual({ logged: 1, stored: 1 });
  for (const { logged, stored } of absent) expect({ logged, stored }).toEqual({ logged: 0, stored: 0 });
  expect(done.length + absent.length).toBe(actions.length);
  return done.map(({ id }) => id);
}

it.each([{ NODE_ENV: 'production' }, {}])(
  'with %j, a failpoint stops the start instead',
  async (settings) => {
    const { stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
      ...settings,
      DATABASE_URL: here.databaseUrl,
      DAYBOOK_FAILPOINT: 'before-log',
    } as Record<string, string>);
    expect(code).toBe(1);
    expect(stderr).toContain('DAYBOOK_FAILPOINT must be a failpoint, with NODE_ENV=test');
  },
);
