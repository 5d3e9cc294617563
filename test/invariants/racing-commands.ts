import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { violations } from '../support/invariants.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { killProcesses, type Server } from '../support/processes.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';

const RACERS = 8;
/** Actions that are raced for concurrently. */
const RACES = 3;

let here: Installation;
let server: Server;

/** Registers a test that lets clients race for each of so many actions. */
export function testRacingCommands(count: number): void {
  beforeAll(async () => {
    here = await createInstallation();
    server = await here.start();
  });
  afterAll(async () => {
    await killProcesses();
    await here.dataSource.destroy();
  });

  it(`of ${count} actions with ${RACERS} racing clients each, every one is decided and ended once`, async () => {
    const ids = await createActions(here.dataSource, here.company, count);
    const statuses = new Map<number, number>();
    const acknowledged: string[] = [];
    const ask = async (
      client: KeepAliveClient,
      id: string,
      command: Command,
      racer: number,
    ): Promise<void> => {
      let request = '';
      let tries = 0;
      const { status } = await retryOn503(() => {
        // A command that got a 503 may have been executed; a new id tells it apart from the retry.
        request = `${id}-${racer}-${++tries}`;
        return client.ask('POST', `${id}/${command}`, { 'X-Request-Id': request });
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) acknowledged.push(request);
    };
    const race = async (): Promise<void> => {
      const base = `${server.url}/api/companies/${here.company.id}/actions/`;
      const racers = Array.from({ length: RACERS }, () => new KeepAliveClient(base, here.headers));
      for (let id = ids.pop(); id; id = ids.pop()) {
        const action = id;
        // A mix that differs from one action to the next.
        const first = ids.length;
        await Promise.all(
          racers.map((client, n) =>
            ask(client, action, COMMAND_NAMES[(first * 3 + n) % COMMAND_NAMES.length]!, n),
          ),
        );
      }
      for (const client of racers) client.close();
    };
    await Promise.all(Array.from({ length: RACES }, race));

    const select = (sql: string, values: unknown[]) => here.dataSource.query<object[]>(sql, values);
    expect(await violations(select, { acknowledged })).toEqual({});
    expect(new Set(statuses.keys())).toEqual(new Set([200, 400]));
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(count * RACERS);
    expect(acknowledged.length).toBeGreaterThan(count);
    const [{ undecided }] = await here.dataSource.query<[{ undecided: number }]>(
      `SELECT count(*)::int AS undecided FROM action WHERE status IN ('proposed', 'scheduled')`,
    );
    // The action from which the others were copied.
    expect(undecided).toBe(1);
  }, 600_000);
}
